import { Link } from "@tanstack/react-router";
import { Section } from "../../components/Page";
import type { CompareRunView, Figures } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { heat } from "./geometry";
import styles from "./Matrix.module.css";
import { KINDS, type Kind, listOf, type MatrixRow, matrix } from "./matrix";

interface MatrixProps {
  id: string;
  run: CompareRunView;
  figures: Figures;
}

/** Which column differs in which way; a count opens its rows. */
export function Matrix({ id, run, figures }: MatrixProps) {
  const t = useTranslate();
  const { rows, equal } = matrix(figures);
  if (rows.length === 0) return null;
  const largest = Math.max(
    ...rows.flatMap((row) => KINDS.map((kind) => (row.isOpen ? 0 : row.counts[kind]))),
  );
  return (
    <Section title={t("parallel-where")} note={t("parallel-where-note")}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">{t("parallel-of-column")}</th>
            {KINDS.map((kind) => (
              <th key={kind} scope="col">
                {t(`parallel-kind-${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.column ?? row.whole}>
              {row.column === null ? (
                <th scope="row" className={styles.words}>
                  {t(`parallel-whole-${row.whole ?? "alone"}`)}
                </th>
              ) : (
                <th scope="row">
                  <code>{row.column}</code>
                </th>
              )}
              {KINDS.map((kind) => (
                <td key={kind}>
                  <Count id={id} run={run} row={row} kind={kind} largest={largest} />
                </td>
              ))}
            </tr>
          ))}
          {equal > 0 && (
            <tr>
              <th scope="row" className={styles.words}>
                {t("parallel-equal-columns", { count: equal })}
              </th>
              {KINDS.map((kind) => (
                <td key={kind}>
                  <span className={styles.zero}>·</span>
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </Section>
  );
}

interface CountProps extends Omit<MatrixProps, "figures"> {
  row: MatrixRow;
  kind: Kind;
  largest: number;
}

function Count({ id, run, row, kind, largest }: CountProps) {
  const t = useTranslate();
  const format = useFormat();
  const count = row.counts[kind];
  if (count === 0) return <span className={styles.zero}>·</span>;
  const isOpen = kind === "name" && row.isOpen;
  const look = isOpen ? styles.open : styles[`h${heat(count, largest)}`];
  const list = run.has_differences ? listOf(row, kind) : null;
  const written = format.integer(count);
  if (list) {
    return (
      <Link
        to="/parallel/$id/differences"
        params={{ id }}
        search={{ run: run.run, ...list }}
        className={`${styles.count} ${look}`}
        aria-label={t("parallel-see-rows", {
          count,
          column: row.column ?? t(`parallel-whole-${row.whole ?? "alone"}`),
          kind: t(`parallel-kind-${kind}`),
        })}
      >
        {written}
      </Link>
    );
  }
  return (
    <span className={`${styles.count} ${look}`} title={isOpen ? t("parallel-name-waits") : undefined}>
      <b>{written}</b>
    </span>
  );
}
