import { Link } from "@tanstack/react-router";
import { Glyph, StatusLabel } from "../../components/Glyph";
import { Section } from "../../components/Page";
import type { DrillBoardCell, DrillBoardRow, DrillBoard as Wire } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { CADENCE_GLYPH } from "../providers/words";
import styles from "./DrillsPage.module.css";
import { byUrgency, OUTCOME_GLYPH } from "./words";

/** Every pair and its quarters: what counts is solid, what does not is told, what is missing is an empty outline. */
export function Board({ board }: { board: Wire }) {
  const t = useTranslate();
  const rows = [...board.rows].sort(byUrgency);
  const quarters = rows[0]?.quarters ?? [];
  return (
    <Section title={t("drills-board")} note={t("drills-board-note")}>
      <table className={styles.board}>
        <thead>
          <tr>
            <th scope="col">{t("drills-column-pair")}</th>
            {quarters.map(({ quarter }, index) => (
              <th key={quarter} scope="col" className={index === quarters.length - 1 ? styles.current : ""}>
                {index === quarters.length - 1 ? t("drills-this-quarter", { quarter }) : quarter}
              </th>
            ))}
            <th scope="col">{t("drills-column-due")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.pair} row={row} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Row({ row }: { row: DrillBoardRow }) {
  const t = useTranslate();
  const format = useFormat();
  const { cadence, booked, booked_too_late: isLate } = row;
  const day = format.dateShort(cadence.due);
  return (
    <tr>
      <th scope="row">
        <Link to="/providers/$id" params={{ id: row.pair }} data-row>
          {row.title}
        </Link>
      </th>
      {row.quarters.map((cell, index) => (
        <td key={cell.quarter} className={index === row.quarters.length - 1 ? styles.current : ""}>
          <Cell cell={cell} isNow={index === row.quarters.length - 1} />
        </td>
      ))}
      <td>
        <StatusLabel state={CADENCE_GLYPH[cadence.state]}>
          {cadence.state === "overdue"
            ? t("providers-overdue", { days: -cadence.days_left, day })
            : t(cadence.state === "done" ? "providers-drill-done" : "providers-drill-due", { day })}
        </StatusLabel>
        {booked && (
          <small className={isLate ? styles.late : ""}>
            {t(isLate ? "drills-booked-late" : "drills-booked", {
              day: format.dateShort(booked.on),
              named: booked.operator === undefined ? "no" : "yes",
              operator: booked.operator ?? "",
            })}
          </small>
        )}
      </td>
    </tr>
  );
}

function Cell({ cell, isNow }: { cell: DrillBoardCell; isNow: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  if (cell.drills.length === 0) {
    return (
      <span className={`${styles.none} ${isNow ? styles.open : ""}`}>
        {t(isNow ? "drills-cell-open" : "drills-cell-none")}
      </span>
    );
  }
  return (
    <ul className={styles.cell}>
      {cell.drills.map(({ id, on, outcome, kind }) => (
        <li key={id}>
          <Glyph state={OUTCOME_GLYPH[outcome]} named />
          <Link to="/drills/run/$run" params={{ run: id }}>
            {format.dateShort(on)}
          </Link>
          {!cell.counted && <small>{t("drills-cell-uncounted", { kind: t(`drills-kind-${kind}`) })}</small>}
        </li>
      ))}
    </ul>
  );
}
