import ZoomIn from "lucide-react/icons/zoom-in";
import { Switch } from "react-aria-components";
import { Button } from "../../components/Button";
import { Glyph } from "../../components/Glyph";
import { Fact, Facts } from "../../components/Page";
import type { Group, RiskProcess, RiskReport, RiskThing } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { EditEntry } from "./EditEntry";
import { Figure, Figures } from "./Figure";
import { isPlaced } from "./graph";
import styles from "./Inspector.module.css";
import { PROOF_GLYPH } from "./kinds";
import { NextProofs } from "./NextProofs";
import { Range } from "./Range";
import type { MapState } from "./useMap";
import { useAmount, useShare } from "./values";
import { WhatIf } from "./WhatIf";
import { endingOf, titlesOf, useNodeWords } from "./words";

interface InspectorProps {
  map: MapState;
  report: RiskReport;
}

/** What is selected, in words and figures; without a selection the whole map. */
export function Inspector({ map, report }: InspectorProps) {
  const t = useTranslate();
  const process = report.processes.find(({ id }) => id === map.selected);
  const thing = report.components.find(({ id }) => id === map.selected);
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
        <NextProofs proofs={report.next_proofs} isFirst={!map.isQuestion} />
      </aside>
    </Figures>
  );
}

function OfAll({ map, report }: InspectorProps) {
  const t = useTranslate();
  const amount = useAmount();
  const format = useFormat();
  const things = report.single_points.flatMap(
    (id) => report.components.find((thing) => thing.id === id && thing.single_point_of.length > 0) ?? [],
  );
  return (
    <section>
      <h2 className={styles.title}>{t("risk-all")}</h2>
      <p>{t("risk-all-text", { processes: report.processes.length, things: report.components.filter(isPlaced).length })}</p>
      <div className={styles.figures}>
        <p>
          <b>{amount(report.expected_annual_loss, report.currency)}</b>
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
                <span>{format.money(thing.damage_once)}</span>
              </li>
            ))}
          </ol>
          <p className={styles.quiet}>{t("risk-singles-note")}</p>
        </>
      )}
    </section>
  );
}

const LISTED = 8;

function OfThing({ map, report, thing }: InspectorProps & { thing: RiskThing }) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  const share = useShare();
  const hit = report.processes.filter(({ id }) => thing.blast_radius.processes.includes(id));
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
      {isComponent && (
        <Switch className={styles.switch} isSelected={isOff} onChange={() => map.acts.switch(thing.id)}>
          <i />
          {t(`risk-question-${endingOf(thing)}`, { name: thing.title })}
          <kbd>W</kbd>
        </Switch>
      )}
      <Facts>
        {hit.length > 0 && (
          <Fact name={t("risk-fact-once")}>
            <Figure figure="damage_once" of={thing.id} name={t("risk-fact-once")}>
              {format.money(thing.damage_once)}
            </Figure>
          </Fact>
        )}
        <Fact name={t("risk-fact-perfect")}>
          <Figure figure="removed_if_perfect" of={thing.id} name={t("risk-fact-perfect")}>
            {amount(thing.removed_if_perfect, report.currency)}
          </Figure>
        </Fact>
        <Fact name={t("risk-fact-expected")}>
          <Figure figure="expected_per_hour" of={thing.id} name={t("risk-fact-expected")}>
            {amount(thing.expected_per_hour, report.currency)}
          </Figure>
        </Fact>
        <Fact name={t(thing.kind === "switch" ? "risk-fact-on-demand" : "risk-fact-down")}>
          {thing.estimated ? (
            <Figure figure="probability" of={thing.id} name={t("risk-fact-down")}>
              {share(thing.probability)}
            </Figure>
          ) : (
            t("risk-not-estimated")
          )}
        </Fact>
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
      <Range map={map} of={{ list: "components", id: thing.id }} currency={report.currency} />
      <EditEntry id={thing.id} />
    </section>
  );
}

function Confirmed({ of }: { of: Pick<RiskThing, "confirmed" | "confirm_due"> }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Fact name={t("risk-fact-confirmed")}>
      {of.confirmed === null ? t("risk-confirmed-never") : format.dateShort(of.confirmed)}
      {of.confirm_due && ` ${t("risk-confirm-due")}`}
    </Fact>
  );
}

interface NeedsProps extends InspectorProps {
  groups: Group[];
}

/** "All of …" is said by a line each; choices by how many of them are enough. */
function Needs({ groups, map, report }: NeedsProps) {
  const t = useTranslate();
  const title = titlesOf(report);
  if (groups.length === 0) return null;
  return (
    <Fact name={t("risk-fact-needs")}>
      <ul className={styles.needs}>
        {groups.map((group) => (
          <li key={`${group.need} ${group.any_of.join(" ")}`}>
            {group.any_of.length > group.need &&
              `${t("risk-choice-of", { need: group.need, of: group.any_of.length })} `}
            {group.any_of.map((id, index) => (
              <span key={id}>
                {index > 0 && t("risk-or")}
                <button type="button" className={styles.name} onClick={() => map.acts.select(id)}>
                  {title(id)}
                </button>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Fact>
  );
}

/** All that it fails together with, in a box of the drawing or not. */
function Fate({ thing, report }: { thing: RiskThing; report: RiskReport }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useNodeWords();
  const title = titlesOf(report);
  const own = report.fails_together.filter(
    ({ members, thing: cause }) => members.includes(thing.id) || cause === thing.id,
  );
  if (own.length === 0) return null;
  return (
    <Fact name={t("risk-fact-together")}>
      <ul className={styles.needs}>
        {own.map((together) => (
          <li key={together.members.join(" ")}>
            {t(together.likely ? "risk-together-likely" : "risk-together-with", {
              others: format.list(together.members.filter((id) => id !== thing.id).map(title)),
              why:
                together.thing === null
                  ? words.shared(together)
                  : together.thing === thing.id
                    ? t("risk-together-here")
                    : title(together.thing),
            })}
          </li>
        ))}
      </ul>
    </Fact>
  );
}

const CUT_SETS = 6;

function OfProcess({ map, report, process }: InspectorProps & { process: RiskProcess }) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  const title = titlesOf(report);
  const isZoomed = map.zoomed === process.id;
  return (
    <section>
      <h2 className={styles.title}>
        <Glyph state={process.status} named size={16} />
        {process.title}
      </h2>
      <p>
        {t(`risk-process-${process.recovery_source}`, { duration: format.factor(process.recovery_seconds) })}
      </p>
      <div className={styles.figures}>
        <p>
          <b>
            <Figure figure="exposure" of={process.id} name={t("risk-figure-exposure")}>
              {format.money(process.exposure)}
            </Figure>
          </b>
          <small>
            {t("exposure-sum", {
              duration: format.factor(process.recovery_seconds),
              rate: format.money(process.damage_per_hour),
            })}
          </small>
        </p>
        <p>
          <b>
            <Figure figure="annual_loss" of={process.id} name={t("risk-figure-annual_loss")}>
              {amount(process.expected_annual_loss, report.currency)}
            </Figure>
          </b>
          <small>{t("risk-annual")}</small>
        </p>
      </div>
      <Button small icon={ZoomIn} onPress={() => map.acts.zoom(isZoomed ? null : process.id)}>
        {t(isZoomed ? "risk-zoom-back" : "risk-zoom-to")}
      </Button>
      <h3>{t("risk-stops-it")}</h3>
      {process.cut_sets.length === 0 ? (
        <p className={styles.quiet}>{t("risk-stops-nothing")}</p>
      ) : (
        <ul className={styles.sets}>
          {process.cut_sets.slice(0, CUT_SETS).map((set) => (
            <li key={set.join(" ")}>
              {set.length > 1
                ? t("risk-together", { names: format.list(set.map(title)) })
                : set.map((id) => (
                    <button
                      key={id}
                      type="button"
                      className={styles.name}
                      onClick={() => map.acts.select(id)}
                    >
                      {title(id)}
                    </button>
                  ))}
            </li>
          ))}
        </ul>
      )}
      <Ways process={process} />
      <Facts>
        <ProcessFacts process={process} />
        <Needs groups={process.needs} map={map} report={report} />
        {process.not_estimated.length > 0 && (
          <Fact name={t("risk-fact-unknown")}>
            {t("risk-unknown-things", {
              names: format.list(process.not_estimated.slice(0, LISTED).map(title)),
            })}
          </Fact>
        )}
        <Confirmed of={process} />
      </Facts>
      <Range map={map} of={{ list: "processes", id: process.id }} currency={report.currency} />
      <EditEntry id={process.id} />
    </section>
  );
}

/** How many combinations there are beyond those that are named. */
function Ways({ process: { by_order, cut_sets, cut_off, complete_to } }: { process: RiskProcess }) {
  const t = useTranslate();
  const total = Object.values(by_order).reduce((sum, count) => sum + count, 0);
  const shown = Math.min(CUT_SETS, cut_sets.length);
  if (cut_off !== null)
    return <p className={styles.quiet}>{t("risk-cut-off", { order: complete_to ?? 0 })}</p>;
  return total > shown ? (
    <p className={styles.quiet}>{t("risk-more-ways", { count: total - shown })}</p>
  ) : null;
}

function ProcessFacts({ process }: { process: RiskProcess }) {
  const t = useTranslate();
  const format = useFormat();
  const share = useShare();
  return (
    <>
      <Fact name={t("risk-fact-owner")}>{process.owner ?? t("risk-nobody")}</Fact>
      <Fact name={t("risk-fact-deputy")}>{process.deputy ?? t("risk-nobody")}</Fact>
      <Fact name={t("risk-fact-bus")}>
        {process.bus_factor === null ? t("risk-bus-none") : t("risk-bus", { count: process.bus_factor })}
      </Fact>
      <Fact name={t("risk-fact-down")}>
        <Figure figure="unavailability" of={process.id} name={t("risk-fact-down")}>
          {share(process.unavailability)}
        </Figure>
      </Fact>
      {process.degraded !== null && (
        <Fact name={t("risk-fact-degraded")}>
          {t("risk-degraded", { mode: process.degraded, kept: format.percent(process.kept) })}
        </Fact>
      )}
    </>
  );
}
