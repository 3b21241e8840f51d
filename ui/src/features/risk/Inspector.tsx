import { Switch } from "react-aria-components";
import { Glyph } from "../../components/Glyph";
import { Fact, Facts } from "../../components/Page";
import type { RiskFigure, RiskThing } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { NextProofs } from "../proofs/NextProofs";
import { EditEntry } from "./entry/EditEntry";
import { Figure, Figures } from "./Figure";
import { FirstProof } from "./FirstProof";
import { isPlaced } from "./graph";
import styles from "./Inspector.module.css";
import { Confirmed, Fate, type InspectorProps, Needs } from "./InspectorFacts";
import { PROOF_GLYPH } from "./kinds";
import { OfProcess } from "./ProcessPart";
import { Range } from "./Range";
import { useAmount, useShare } from "./values";
import { WhatIf } from "./WhatIf";
import { endingOf } from "./words";

/** What is selected, in words and figures; without a selection the whole map. */
export function Inspector({ map, report }: InspectorProps) {
  const t = useTranslate();
  const process = report.processes.find(({ id }) => id === map.selected);
  const thing = report.components.find(({ id }) => id === map.selected);
  const [first] = report.next_proofs;
  return (
    <Figures question={{ without: map.off, with: map.taken }}>
      <aside className={styles.inspector} aria-label={t("risk-inspector")}>
        {process ? (
          <OfProcess map={map} report={report} process={process} />
        ) : thing ? (
          <OfThing map={map} report={report} thing={thing} />
        ) : (
          !map.isQuestion && <OfAll map={map} report={report} />
        )}
        {map.isQuestion && <WhatIf map={map} report={report} />}
        <NextProofs proofs={report.next_proofs} none={t("proofs-none")}>
          {!map.isQuestion && first && <FirstProof proof={first} />}
        </NextProofs>
      </aside>
    </Figures>
  );
}

function OfAll({ map, report }: InspectorProps) {
  const t = useTranslate();
  // Of what leans on nothing no figure can be worked out, and none of zero is shown for it.
  if (!report.components.some(isPlaced))
    return (
      <section>
        <h2 className={styles.title}>{t("risk-all")}</h2>
        <p>{t("risk-bare-text", { processes: report.processes.length })}</p>
      </section>
    );
  return <WholeMap map={map} report={report} />;
}

function WholeMap({ map, report }: InspectorProps) {
  const t = useTranslate();
  const amount = useAmount();
  const format = useFormat();
  const things = report.single_points.flatMap(
    (id) => report.components.find((thing) => thing.id === id && thing.single_point_of.length > 0) ?? [],
  );
  return (
    <section>
      <h2 className={styles.title}>{t("risk-all")}</h2>
      <p>
        {t("risk-all-text", {
          processes: report.processes.length,
          things: report.components.filter(isPlaced).length,
        })}
      </p>
      <div className={styles.figures}>
        <p>
          <b>
            <Figure figure="annual_loss" name={t("risk-annual-all")}>
              {amount(report.expected_annual_loss, report.currency)}
            </Figure>
          </b>
          <small>{t("risk-annual-all")}</small>
        </p>
      </div>
      <Range map={map} of={null} currency={report.currency} />
      {things.length > 0 && (
        <>
          <h3>{t("risk-singles")}</h3>
          <ol className={styles.hits}>
            {things.slice(0, LISTED).map((thing) => (
              <li key={thing.id}>
                <Glyph state={PROOF_GLYPH[thing.proof]} named />
                <button type="button" onClick={() => map.acts.select(thing.id)}>
                  {thing.title}
                </button>
                <span>
                  <Figure figure="damage_once" of={thing.id} name={t("risk-figure-damage_once")}>
                    {format.money(thing.damage_once)}
                  </Figure>
                </span>
              </li>
            ))}
          </ol>
          <p className={styles.quiet}>{t("risk-singles-note")}</p>
        </>
      )}
      <h3>{t("risk-annual-by")}</h3>
      <ol className={styles.hits}>
        {report.processes
          .toSorted((a, b) => b.expected_annual_loss - a.expected_annual_loss)
          .slice(0, LISTED)
          .map((process) => (
            <li key={process.id}>
              <Glyph state={process.status} named />
              <button type="button" onClick={() => map.acts.select(process.id)}>
                {process.title}
              </button>
              <span>
                <Figure figure="annual_loss" of={process.id} name={t("risk-figure-annual_loss")}>
                  {amount(process.expected_annual_loss, report.currency)}
                </Figure>
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}

const LISTED = 8;

function OfThing({ map, report, thing }: InspectorProps & { thing: RiskThing }) {
  const t = useTranslate();
  const isOff = map.off.includes(thing.id);
  const isComponent = thing.kind !== "switch" && thing.kind !== "common_cause";
  return (
    <section>
      <h2 className={styles.title}>{thing.title}</h2>
      <p>
        {t("risk-is", {
          kind: t(`risk-kind-${thing.kind}`),
          single: thing.single_point_of.length > 0 ? "yes" : "no",
        })}{" "}
        {t(`risk-proof-${thing.proof}-says`, { kind: thing.kind })}
      </p>
      {/* Of what is gone already there is nothing more to lose: the answer below says what stops. */}
      {!isOff && <Stops map={map} report={report} thing={thing} />}
      {isComponent && (
        <Switch className={styles.switch} isSelected={isOff} onChange={() => map.acts.switch(thing.id)}>
          <i />
          {t(`risk-question-${endingOf(thing)}`, { name: thing.title })}
          <kbd>W</kbd>
        </Switch>
      )}
      {!isOff && (
        <>
          <ThingFacts map={map} report={report} thing={thing} />
          <Range map={map} of={{ list: "components", id: thing.id }} currency={report.currency} />
          <EditEntry id={thing.id} />
        </>
      )}
    </section>
  );
}

/** What stands still already is not lost once more: then there is no figure of the whole to open. */
function OneMore({ thing: { id, damage_once: once, damage_more: more } }: { thing: RiskThing }) {
  const t = useTranslate();
  const format = useFormat();
  const name = t("risk-fact-more");
  return (
    <Fact name={name}>
      {more.amount === once.amount ? (
        <Figure figure="damage_once" of={id} name={name}>
          {format.money(more)}
        </Figure>
      ) : (
        format.money(more)
      )}
    </Fact>
  );
}

type ThingProps = InspectorProps & { thing: RiskThing };

/** Which processes go with it. */
function Stops({ map, report, thing }: ThingProps) {
  const t = useTranslate();
  const format = useFormat();
  const hit = report.processes.filter(({ id }) => thing.blast_radius.processes.includes(id));
  return (
    <>
      <div className={styles.figures}>
        <p>
          <b>{format.integer(hit.length)}</b>
          <small>{t("risk-processes-stop", { count: hit.length })}</small>
        </p>
        <p>
          <b>
            <Figure figure="blast" of={thing.id} name={t("risk-figure-blast")}>
              {format.money(thing.blast_radius.per_hour)}
            </Figure>
          </b>
          <small>{t("risk-lost-per-hour", { count: hit.length })}</small>
        </p>
      </div>
      {hit.length > 0 && (
        <ul className={styles.hits}>
          {hit.map((process) => (
            <li key={process.id}>
              <Glyph state={process.status} named />
              <button type="button" onClick={() => map.acts.select(process.id)}>
                {process.title}
              </button>
              <span>{t("risk-per-hour", { amount: format.money(process.rate) })}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ThingFacts({ map, report, thing }: ThingProps) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  const share = useShare();
  const figure = (name: RiskFigure, label: string, value: string) => (
    <Fact name={label}>
      <Figure figure={name} of={thing.id} name={label}>
        {value}
      </Figure>
    </Fact>
  );
  const stops = thing.blast_radius.processes.length > 0;
  return (
    <Facts>
      {stops &&
        !map.isQuestion &&
        figure("damage_once", t("risk-fact-once"), format.money(thing.damage_once))}
      {stops && map.isQuestion && <OneMore thing={thing} />}
      {figure(
        "removed_if_perfect",
        t("risk-fact-perfect"),
        amount(thing.removed_if_perfect, report.currency),
      )}
      {figure("expected_per_hour", t("risk-fact-expected"), amount(thing.expected_per_hour, report.currency))}
      {thing.estimated ? (
        figure(
          "probability",
          t(thing.kind === "switch" ? "risk-fact-on-demand" : "risk-fact-down"),
          share(thing.probability),
        )
      ) : (
        <Fact name={t("risk-fact-down")}>{t("risk-not-estimated")}</Fact>
      )}
      {thing.outage_seconds !== null && (
        <Fact name={t("risk-fact-outage")}>
          {t(`risk-outage-${thing.outage_source ?? "declared"}`, {
            duration: format.duration(thing.outage_seconds),
          })}
        </Fact>
      )}
      <Needs groups={thing.needs} map={map} report={report} />
      <Fate thing={thing} report={report} />
      {thing.controls.length > 0 && (
        <Fact name={t("risk-fact-controls")}>{format.list(thing.controls.map(({ title }) => title))}</Fact>
      )}
      <Confirmed of={thing} />
    </Facts>
  );
}
