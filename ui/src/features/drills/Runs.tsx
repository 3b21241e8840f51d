import { Link } from "@tanstack/react-router";
import { StatusLabel } from "../../components/Glyph";
import type { DrillSummary } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import styles from "./Runs.module.css";
import { clock, STATE_GLYPH } from "./words";

const newestFirst = (runs: DrillSummary[]) => [...runs].sort((one, other) => other.at.localeCompare(one.at));

interface RunsProps {
  runs: DrillSummary[];
  /** The title of the drill is told too. */
  isNamed?: boolean;
}

/** Drills that ran, with what they measured. */
export function Runs({ runs, isNamed = false }: RunsProps) {
  const t = useTranslate();
  const format = useFormat();
  const time = (milliseconds: number | null) => (milliseconds === null ? "–" : clock(milliseconds / 1000));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("drills-column-when")}</th>
          {isNamed && <th scope="col">{t("drills-column-drill")}</th>}
          <th scope="col">{t("drills-column-result")}</th>
          <th scope="col">{t("drills-column-operator")}</th>
          <th scope="col" className={styles.right} title={t("drills-rto-means")}>
            {t("drills-column-rto")}
          </th>
          <th scope="col" className={styles.right} title={t("drills-rpo-means")}>
            {t("drills-column-rpo")}
          </th>
        </tr>
      </thead>
      <tbody>
        {newestFirst(runs).map((run) => (
          <tr key={run.run}>
            <td>
              <Link
                to="/drills/run/$run"
                params={{ run: run.run }}
                data-row
                title={format.full(run.at)}
                aria-label={t("drills-run-of", { drill: run.drill.title, when: format.shortDay(run.at) })}
              >
                {format.shortDay(run.at)}
              </Link>
            </td>
            {isNamed && (
              <td>
                {run.drill.title} <small>{t(`drills-kind-${run.kind}`)}</small>
              </td>
            )}
            <td>
              <StatusLabel state={STATE_GLYPH[run.state]}>{t(`drills-state-${run.state}`)}</StatusLabel>
            </td>
            <td>{run.operator ?? "–"}</td>
            <td className={styles.right}>{time(run.rto_milliseconds)}</td>
            <td className={styles.right}>{time(run.rpo_milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
