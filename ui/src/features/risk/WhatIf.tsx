import { Tick } from "../../components/Fields";
import { Glyph, markClass } from "../../components/Glyph";
import type { RiskProcess, RiskReport, Stopped } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { Figure } from "./Figure";
import styles from "./Inspector.module.css";
import { MakeDrill } from "./MakeDrill";
import type { MapState } from "./useMap";
import { useAmount } from "./values";
import { endingOf } from "./words";

interface WhatIfProps {
  map: MapState;
  report: RiskReport;
}

/** More names than this would not be a title any more. */
const NAMED_AT_MOST = 2;

export function WhatIfTitle({ map, report }: WhatIfProps) {
  const t = useTranslate();
  const format = useFormat();
  const gone = report.components.filter(({ id }) => map.off.includes(id));
  const [only] = gone;
  if (!only) return t("risk-question-options", { count: map.taken.length });
  if (gone.length === 1) return t(`risk-question-${endingOf(only)}`, { name: only.title });
  if (gone.length > NAMED_AT_MOST) return t("risk-question-many", { count: gone.length });
  return t("risk-question-both", { names: format.list(gone.map(({ title }) => title)) });
}

/** A process that stands still, with when it is back. */
type StoppedProcess = RiskProcess & { stopped: Stopped };

const isStopped = (process: RiskProcess): process is StoppedProcess => process.stopped !== null;

const sum = (processes: StoppedProcess[]) =>
  processes.reduce((total, { stopped }) => total + Number(stopped.lost.amount), 0);

/** What stops, what that costs, and when it is back. */
export function WhatIf({ map, report }: WhatIfProps) {
  const stopped = report.processes.filter(isStopped);
  return (
    <>
      {map.taken.length > 0 && <Saved report={report} />}
      {map.off.length > 0 && <Answer map={map} report={report} />}
      <MakeDrill map={map} />
      {stopped.length > 0 && <BackAfter processes={stopped} />}
      {report.options.length > 0 && <Options map={map} report={report} />}
    </>
  );
}

function Answer({ map, report }: WhatIfProps) {
  const t = useTranslate();
  const format = useFormat();
  const amount = useAmount();
  const stopped = report.processes.filter(isStopped);
  return (
    <section aria-label={t("risk-question-answer")}>
      <div className={styles.figures}>
        <p>
          <b>{format.integer(stopped.length)}</b>
          <small>{t("risk-processes-stop", { count: stopped.length })}</small>
        </p>
        <p>
          <b>
            {stopped.length === 0 ? (
              format.money(report.down_per_hour)
            ) : (
              <Figure figure="blast" name={t("risk-figure-still")}>
                {format.money(report.down_per_hour)}
              </Figure>
            )}
          </b>
          <small>{t("risk-lost-per-hour", { count: stopped.length })}</small>
        </p>
        {stopped.length > 0 && (
          <p>
            <b>{amount(sum(stopped), report.currency)}</b>
            <small>{t("risk-until-back", { count: stopped.length })}</small>
          </p>
        )}
      </div>
      {stopped.length === 0 ? (
        <p className={styles.quiet}>{t("risk-nothing-stops")}</p>
      ) : (
        <ul className={styles.hits}>
          {stopped.map((process) => (
            <li key={process.id}>
              <Glyph state={process.status} named />
              <button type="button" onClick={() => map.acts.select(process.id)}>
                {process.title}
              </button>
              <span>{format.money(process.stopped.lost)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What a year costs as it is, and with the options. */
function Saved({ report }: Pick<WhatIfProps, "report">) {
  const t = useTranslate();
  const amount = useAmount();
  const now = useAnswer("risk", { without: report.without, with: [] }).data;
  return (
    <section>
      <div className={styles.figures}>
        <p>
          <b>
            <Figure figure="annual_loss" name={t("risk-annual-all")}>
              {amount(report.expected_annual_loss, report.currency)}
            </Figure>
          </b>
          <small>{t("risk-annual-all")}</small>
        </p>
        {now && (
          <p>
            <b>{amount(now.expected_annual_loss - report.expected_annual_loss, report.currency)}</b>
            <small>
              {t("risk-less-than-now", { now: amount(now.expected_annual_loss, report.currency) })}
            </small>
          </p>
        )}
      </div>
    </section>
  );
}

/** Solid where the way back was timed, an empty outline where somebody only says so. */
function BackAfter({ processes }: { processes: StoppedProcess[] }) {
  const t = useTranslate();
  const format = useFormat();
  const rows = [...processes].sort((a, b) => a.stopped.back_seconds - b.stopped.back_seconds);
  const longest = Math.max(1, ...rows.map((row) => row.stopped.back_seconds));
  const isMeasured = rows.every((row) => row.stopped.back_source === "measured");
  return (
    <section>
      <h2>{t("risk-back-after")}</h2>
      <ul className={styles.bars}>
        {rows.map((row) => {
          const known = row.stopped.back_source === "measured";
          return (
            <li key={row.id}>
              <span>{row.title}</span>
              <span>
                <i
                  className={markClass(known ? "proven" : "unproven")}
                  style={{ width: `${(row.stopped.back_seconds / longest) * 100}%` }}
                />
              </span>
              <b>{format.factor(row.stopped.back_seconds)}</b>
              <small>{t(`risk-back-${row.stopped.back_source}`)}</small>
            </li>
          );
        })}
      </ul>
      <p className={styles.quiet}>
        {rows.length === 1
          ? t(isMeasured ? "risk-back-one" : "risk-back-one-declared")
          : t(isMeasured ? "risk-back-alone" : "risk-back-partly")}
      </p>
    </section>
  );
}

/** What could be bought, taken in the question. */
function Options({ map, report }: WhatIfProps) {
  const t = useTranslate();
  return (
    <section>
      <h2>{t("risk-options-with")}</h2>
      {report.options.map(({ option: [id], titles }) =>
        id === undefined ? null : (
          <Tick key={id} isSelected={map.taken.includes(id)} onChange={() => map.acts.take(id)}>
            {titles[0]}
          </Tick>
        ),
      )}
    </section>
  );
}
