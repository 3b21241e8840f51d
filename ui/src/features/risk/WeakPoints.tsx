import type { ReactNode } from "react";
import { Tick } from "../../components/Fields";
import { Section } from "../../components/Page";
import type { Named, RiskBundle, RiskReport } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import type { MapState } from "./useMap";
import { useAmount } from "./values";
import styles from "./WeakPoints.module.css";
import { subjectId, type Weak, weakOf } from "./weak";
import { titlesOf, useNodeWords } from "./words";

interface WeakProps {
  /** None on paper, where nothing can be chosen. */
  map: MapState | null;
  report: RiskReport;
}
interface ListProps extends WeakProps {
  weak: Weak;
}

/** What no drawing shows: one cause for several, people, promises that contradict, locked doors, and what helps. */
export function WeakPoints({ map, report, weak = weakOf(report) }: WeakProps & { weak?: Weak }) {
  const lists = { map, report, weak };
  return (
    <div className={styles.weak}>
      <Bundles {...lists} />
      <Together {...lists} />
      <People {...lists} />
      <Contradictions {...lists} />
      <BlackStart {...lists} />
      <Uncounted report={report} />
    </div>
  );
}

interface NameProps extends WeakProps {
  id: string;
}

function Name({ map, report, id }: NameProps) {
  const title = titlesOf(report)(id);
  if (map === null) return title;
  return (
    <button type="button" className={styles.name} onClick={() => map.acts.select(id)}>
      {title}
    </button>
  );
}

function Names({ ids, ...rest }: WeakProps & { ids: string[] }) {
  const t = useTranslate();
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && t("risk-and")}
      <Name id={id} {...rest} />
    </span>
  ));
}

/** The most that each sum of money saves, the cheapest first. */
function Bundles({ map, report, weak }: ListProps) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  const { best } = report;
  const { next_best: bundles, options } = weak;
  if (bundles.length + options.length === 0) return null;
  const isBest = (bundle: RiskBundle) => best?.option.join(" ") === bundle.option.join(" ");
  return (
    <Section title={t("risk-bundles")} note={t("risk-bundles-note")}>
      {report.next_best.length === 0 && <p className={styles.quiet}>{t("risk-bundles-none")}</p>}
      {bundles.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("risk-bundle-what")}</th>
              <th scope="col">{t("risk-bundle-cost")}</th>
              <th scope="col">{t("risk-bundle-saves")}</th>
              <th scope="col">{t("risk-bundle-net")}</th>
            </tr>
          </thead>
          <tbody>
            {bundles.map((bundle) => (
              <tr key={bundle.option.join(" ")}>
                <td>
                  {format.list(bundle.titles)}
                  {isBest(bundle) && <b className={styles.best}>{t("risk-bundle-best")}</b>}
                </td>
                <td>{format.money(bundle.cost)}</td>
                <td>{amount(bundle.saves, report.currency)}</td>
                <td>
                  <b>{amount(bundle.net, report.currency)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!report.bundles_complete && <p className={styles.quiet}>{t("risk-bundles-left-out")}</p>}
      {map && options.length > 0 && (
        <div className={styles.options}>
          <h3>{t("risk-options")}</h3>
          {options.map(({ option: [id], titles }) =>
            id === undefined ? null : (
              <Tick key={id} isSelected={map.taken.includes(id)} onChange={() => map.acts.take(id)}>
                {titles[0]}
              </Tick>
            ),
          )}
        </div>
      )}
    </Section>
  );
}

function Rows({ children }: { children: ReactNode }) {
  return <ul className={styles.rows}>{children}</ul>;
}

function Together({ map, report, weak }: ListProps) {
  const t = useTranslate();
  const words = useNodeWords();
  const title = titlesOf(report);
  if (weak.fails_together.length === 0) return null;
  return (
    <Section title={t("risk-weak-together")} note={t("risk-weak-together-note")}>
      <Rows>
        {weak.fails_together.map((together) => (
          <li key={`${together.thing} ${together.what} ${together.members.join(" ")}`}>
            <b>{together.thing === null ? words.shared(together) : title(together.thing)}</b>
            {together.likely && <em>{t("risk-likely")}</em>}
            <p>
              <Names ids={together.members} map={map} report={report} />
            </p>
            {together.beats.length > 0 && (
              <small>
                {t("risk-beats")} <Names ids={together.beats} map={map} report={report} />
              </small>
            )}
          </li>
        ))}
      </Rows>
    </Section>
  );
}

function People({ map, report, weak: { alone } }: ListProps) {
  const t = useTranslate();
  if (alone.length === 0) return null;
  return (
    <Section title={t("risk-weak-people")} note={t("risk-weak-people-note")}>
      <Rows>
        {alone.map((process) => (
          <li key={process.id}>
            <b>
              <Name id={process.id} map={map} report={report} />
            </b>
            <p>
              {t("risk-without")} <Names ids={process.single_persons} map={map} report={report} />
              {process.deputy !== null && <small> {t("risk-deputy-is", { deputy: process.deputy })}</small>}
            </p>
          </li>
        ))}
      </Rows>
    </Section>
  );
}

function Contradictions({ map, report, weak: { contradictions } }: ListProps) {
  const t = useTranslate();
  const format = useFormat();
  const title = titlesOf(report);
  if (contradictions.length === 0) return null;
  return (
    <Section title={t("risk-weak-promises")} note={t("risk-weak-promises-note")}>
      <Rows>
        {contradictions.map((one) => (
          <li key={`${one.code} ${one.process} ${one.thing?.id}`}>
            <b>
              <Name id={one.process} map={map} report={report} />
            </b>
            <p>
              {t(`risk-promise-${one.code}`, {
                thing: one.thing === null ? title(one.process) : title(subjectId(one.thing)),
                promised: format.duration(one.promised),
                takes: format.duration(one.takes),
              })}
            </p>
          </li>
        ))}
      </Rows>
    </Section>
  );
}

/** When everything is gone at once: who gets back in, and which key would open the rest. */
function BlackStart({ map, report, weak }: ListProps) {
  const t = useTranslate();
  const { locked_out, unclear, not_asked, recoverable, keys } = weak.black_start;
  if (locked_out.length + unclear.length + not_asked.length + recoverable.length + keys.length === 0)
    return null;
  const line = (id: string, ids: string[]) =>
    ids.length > 0 && (
      <li>
        <b>{t(`risk-start-${id}`)}</b>
        <p>
          <Names ids={ids} map={map} report={report} />
        </p>
      </li>
    );
  return (
    <Section title={t("risk-weak-start")} note={t("risk-weak-start-note")}>
      <Rows>
        {line("locked", locked_out)}
        {keys.map((key) => (
          <li key={key.into}>
            <b>{t("risk-key", { thing: titlesOf(report)(key.into) })}</b>
            <p>
              {t("risk-key-frees", { count: key.frees.length })}{" "}
              <Names ids={key.frees} map={map} report={report} />
            </p>
          </li>
        ))}
        {line("unclear", unclear)}
        {line("back", recoverable)}
        {line("unasked", not_asked)}
      </Rows>
    </Section>
  );
}

/** Entered, and without effect as the map stands. */
function Uncounted({ report: { idle_options: idle, uncounted_pairs: pairs } }: Pick<WeakProps, "report">) {
  const t = useTranslate();
  if (idle.length + pairs.length === 0) return null;
  const line = (what: string, { id, title }: Named) => (
    <li key={id}>
      <b>{title}:</b> {what}
    </li>
  );
  return (
    <Section title={t("risk-weak-uncounted")} note={t("risk-weak-uncounted-note")}>
      <Rows>
        {idle.map((option) => line(t("risk-idle"), option))}
        {pairs.map((pair) => line(t("risk-uncounted"), pair))}
      </Rows>
    </Section>
  );
}
