import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { useControlPlace } from "../../app/control";
import type { ExposureRow, Today } from "../../contract/types";
import { Sentence, useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./Verdict.module.css";

/** More names than this would not be one sentence any more. */
const NAMED_AT_MOST = 3;

/** Answers "am I fine?" once per page; the names of what is not proven are links. */
export function Verdict({ today }: { today: Today }) {
  const t = useTranslate();
  const list = useAnswer("compare_list", {});
  const runs = list.data?.parallel_runs.length ?? 0;
  const total = today.processes.length;
  // Counted as backups for a moment, parallel runs would be told wrong.
  if (total === 0 && list.isPending) return null;
  const exposed = today.processes.filter((row) => !row.recoverable);
  const counts = { recoverable: today.recoverable, total };
  return (
    <header className={styles.block}>
      <h1 className={styles.verdict}>
        {total === 0
          ? t("verdict-no-processes", { backups: Math.max(0, today.controls - runs), runs })
          : exposed.length === 0
            ? t("verdict-all", counts)
            : today.recoverable === 0
              ? t("verdict-none-recoverable", counts)
              : t("verdict-some", counts)}{" "}
        <em>{total === 0 ? t("verdict-no-processes-why") : <Because exposed={exposed} />}</em>
      </h1>
    </header>
  );
}

function Because({ exposed }: { exposed: ExposureRow[] }) {
  const t = useTranslate();
  if (exposed.length === 0) return t("verdict-all-why");
  const values = { count: exposed.length };
  if (exposed.length > NAMED_AT_MOST) return t("verdict-many-why", values);
  const untested = exposed.every((row) => row.fallback.status === "unproven");
  const id = untested ? "verdict-untested-why" : "verdict-unproven-why";
  return <Sentence id={id} values={values} nodes={{ names: <Names rows={exposed} /> }} />;
}

function Names({ rows }: { rows: ExposureRow[] }): ReactNode {
  const format = useFormat();
  const place = useControlPlace();
  const parts = format.listParts(rows.map((row) => row.title));
  let index = -1;
  return parts.map((part) => {
    if (part.type === "literal") return <Fragment key={`after ${index}`}>{part.value}</Fragment>;
    index += 1;
    const row = rows[index];
    const control = row?.fallback.control;
    return control ? (
      <Link key={row.id} {...place(control.id)}>
        {part.value}
      </Link>
    ) : (
      <Link key={row?.id} to="/backups">
        {part.value}
      </Link>
    );
  });
}
