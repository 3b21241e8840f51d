import { Link } from "@tanstack/react-router";
import CalendarPlus from "lucide-react/icons/calendar-plus";
import FileInput from "lucide-react/icons/file-input";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { PageHead, Section } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { DrillList, DrillRow } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { Board } from "./Board";
import styles from "./DrillsPage.module.css";
import { CalendarSheet, DrillImportSheet } from "./FileSheets";
import { Runs } from "./Runs";
import runs from "./Runs.module.css";
import { isOver, STATE_GLYPH } from "./words";

type Open = "calendar" | "import";

/** The quarter: what is done, what is due, and every drill that is written or ran. */
export function DrillsPage() {
  const t = useTranslate();
  const list = useAnswer("drill_list", {});
  useReady(!list.isPending);
  useTicking();
  const [open, setOpen] = useState<Open | null>(null);
  const isEmpty = list.data?.drills.length === 0 && list.data.board.rows.length === 0;
  const importButton = (
    <Button kind={isEmpty ? "primary" : "plain"} icon={FileInput} onPress={() => setOpen("import")}>
      {t("drills-import")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("nav-drills")}
        sub={list.data && !isEmpty && <Summary list={list.data} />}
        actions={
          list.data &&
          !isEmpty && (
            <>
              {importButton}
              <Button icon={CalendarPlus} onPress={() => setOpen("calendar")}>
                {t("drills-calendar")}
              </Button>
            </>
          )
        }
      />
      <Loaded query={list}>
        {(data) =>
          isEmpty ? (
            <EmptyState title={t("drills-empty-title")} actions={importButton}>
              {t("drills-empty-text")}
            </EmptyState>
          ) : (
            <div className={styles.page}>
              <Board board={data.board} />
              <Section title={t("drills-plans")} note={t("drills-plans-note")}>
                <Plans list={data} />
              </Section>
              {data.runs.length > 0 && (
                <Section title={t("drills-runs")} note={t("providers-drills-note")}>
                  <Runs runs={data.runs} isNamed />
                </Section>
              )}
            </div>
          )
        }
      </Loaded>
      {open === "calendar" && <CalendarSheet onClose={() => setOpen(null)} />}
      {open === "import" && <DrillImportSheet onClose={() => setOpen(null)} />}
    </>
  );
}

function Summary({ list: { board, quarter } }: { list: DrillList }) {
  const t = useTranslate();
  return t("drills-summary", { done: board.done, of: board.of, overdue: board.overdue, quarter });
}

function Plans({ list }: { list: DrillList }) {
  const t = useTranslate();
  return (
    <table className={`${runs.table} ${styles.plans}`}>
      <thead>
        <tr>
          <th scope="col">{t("drills-column-drill")}</th>
          <th scope="col">{t("drills-column-pair")}</th>
          <th scope="col">{t("drills-column-kind")}</th>
          <th scope="col">{t("drills-column-next")}</th>
        </tr>
      </thead>
      <tbody>
        {list.drills.map((row) => (
          <Plan key={row.id} row={row} open={list.runs.find(({ run }) => run === row.run) ?? null} />
        ))}
      </tbody>
    </table>
  );
}

function Plan({ row, open }: { row: DrillRow; open: DrillList["runs"][number] | null }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <tr>
      <td>
        <Link to="/drills/$id" params={{ id: row.id }} data-row>
          {row.title}
        </Link>{" "}
        <small>{t("drills-steps", { count: row.steps })}</small>
      </td>
      <td>{row.pair.title}</td>
      <td>{t(`drills-kind-${row.kind}`)}</td>
      <td>
        {open && !isOver(open.state) ? (
          <Link to="/drills/run/$run" params={{ run: open.run }} className={styles.link}>
            <StatusLabel state={STATE_GLYPH[open.state]}>{t(`drills-state-${open.state}`)}</StatusLabel>
          </Link>
        ) : row.faulty ? (
          <StatusLabel state="attention">{t("drills-faulty")}</StatusLabel>
        ) : row.scheduled_at === null ? (
          t("drills-not-booked")
        ) : (
          format.shortDay(row.scheduled_at)
        )}
      </td>
    </tr>
  );
}
