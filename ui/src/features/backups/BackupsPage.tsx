import { Link } from "@tanstack/react-router";
import Archive from "lucide-react/icons/archive";
import Folder from "lucide-react/icons/folder";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useDialogs } from "../../app/dialogs";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Filter, Segments } from "../../components/Fields";
import { Glyph, MarkKey, StatusLabel } from "../../components/Glyph";
import { Gauge, Spark } from "../../components/Instruments";
import { Ladder } from "../../components/Ladder";
import { PageHead } from "../../components/Page";
import { EmptyState, Loaded } from "../../components/States";
import type { BackupRow, Status } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import styles from "./BackupsPage.module.css";
import { useRowWords } from "./words";

type Show = "all" | "needs-you" | "proven";

const HOLDS: readonly Status[] = ["proven", "due", "paused"];
const PROVEN: readonly Status[] = ["proven", "due"];

export function shows(row: BackupRow, show: Show): boolean {
  if (show === "proven") return PROVEN.includes(row.status);
  return show === "all" || !HOLDS.includes(row.status);
}

export function BackupsPage() {
  const t = useTranslate();
  const { open } = useDialogs();
  const list = useAnswer("backup_list", {});
  useReady(!list.isPending);
  useTicking();
  const rows = list.data?.backups ?? [];
  return (
    <>
      <PageHead
        title={t("nav-backups")}
        sub={rows.length > 0 && <Summary rows={rows} />}
        actions={
          rows.length > 0 && (
            <Button icon={Plus} onPress={() => open({ name: "add" })}>
              {t("action-add-backup")}
            </Button>
          )
        }
      />
      <Loaded query={list}>
        {({ backups }) => (backups.length === 0 ? <NoBackups /> : <BackupTable rows={backups} />)}
      </Loaded>
    </>
  );
}

/** "5 of 8 are proven. One is failing, one is stale." */
function Summary({ rows }: { rows: BackupRow[] }) {
  const t = useTranslate();
  const format = useFormat();
  const count = (status: Status) => rows.filter((row) => row.status === status).length;
  const proven = rows.filter((row) => PROVEN.includes(row.status)).length;
  const others = (["failing", "stale", "attention", "unknown", "unproven", "paused"] as const)
    .map((status) => ({ status, count: count(status) }))
    .filter((entry) => entry.count > 0)
    .map((entry) => t(`backups-count-${entry.status}`, { count: entry.count }));
  const first = t("backups-proven", { proven, total: rows.length });
  return others.length === 0 ? first : t("backups-summary", { first, others: format.list(others) });
}

function NoBackups() {
  const t = useTranslate();
  const { open } = useDialogs();
  return (
    <EmptyState
      title={t("backups-empty-title")}
      actions={
        <>
          <Button kind="primary" icon={Folder} onPress={() => open({ name: "add" })}>
            {t("action-protect-folder")}
          </Button>
          <Button icon={Archive} onPress={() => open({ name: "add", adopt: true })}>
            {t("action-adopt")}
          </Button>
        </>
      }
    >
      {t("backups-empty-text")}
    </EmptyState>
  );
}

function BackupTable({ rows }: { rows: BackupRow[] }) {
  const t = useTranslate();
  const [show, setShow] = useState<Show>("all");
  const [text, setText] = useState("");
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (row: BackupRow) => {
    const where = `${row.title} ${row.source_label} ${t(`status-${row.status}`)}`.toLowerCase();
    return words.every((word) => where.includes(word));
  };
  const visible = rows.filter((row) => shows(row, show) && found(row));
  const choice = (id: Show) => ({
    id,
    label: t(`backups-show-${id}`, { count: rows.filter((row) => shows(row, id)).length }),
  });
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <Segments
          label={t("backups-show")}
          value={show}
          onChange={setShow}
          choices={[choice("all"), choice("needs-you"), choice("proven")]}
        />
        <Filter label={t("backups-filter")} placeholder={t("filter")} value={text} onChange={setText} />
        <div className={styles.keys}>
          <MarkKey mark="proven">{t("key-proven")}</MarkKey>
          <MarkKey mark="stale">{t("key-expired")}</MarkKey>
          <MarkKey mark="unproven">{t("key-not-yet")}</MarkKey>
        </div>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("backups-column-backup")}</th>
            <th scope="col">{t("backups-column-newest")}</th>
            <th scope="col">{t("backups-column-verified")}</th>
            <th scope="col" className={styles.size}>
              {t("backups-column-size")}
            </th>
            <th scope="col" className={styles.right}>
              {t("backups-column-next")}
            </th>
          </tr>
        </thead>
        <tbody>
          {visible.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      {visible.length === 0 && <p className={styles.none}>{t("backups-none-match")}</p>}
    </div>
  );
}

function Row({ row }: { row: BackupRow }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useRowWords();
  const age = row.newest_copy_at === null ? null : Math.max(0, format.secondsSince(row.newest_copy_at));
  const places = format.list(row.repositories.map(({ title }) => title));
  return (
    <tr>
      <td>
        <div className={styles.name}>
          <Glyph state={row.status} />
          <div>
            <b>
              <Link to="/backups/$id" params={{ id: row.id }} data-row>
                {row.title}
              </Link>{" "}
              <StatusLabelWord status={row.status} />
            </b>
            <small>
              {places === "" ? row.source_label : t("backups-from-to", { source: row.source_label, places })}
            </small>
          </div>
        </div>
      </td>
      <td>
        <div className={styles.fresh}>
          <Gauge age={age} limit={row.max_age_seconds} />
          <div>
            {age === null ? t("backups-no-copy") : format.duration(age)}
            <small>
              {row.max_age_seconds === null
                ? t("backups-no-limit")
                : t("backups-limit", { duration: format.duration(row.max_age_seconds) })}
            </small>
          </div>
        </div>
      </td>
      <td>
        <div className={styles.fresh}>
          <Ladder rungs={row.ladder} />
          <div>
            {row.reached === null ? t("ladder-none") : t(`ladder-${row.reached}`)}
            <small>{words.ladderNote(row)}</small>
          </div>
        </div>
      </td>
      <td className={styles.size}>
        <div className={styles.sizes}>
          <Spark values={row.size_history} />
          {row.bytes === null ? t("backups-size-unknown") : format.bytes(row.bytes)}
        </div>
      </td>
      <td className={styles.right}>
        {row.running ? (
          <StatusLabel state="running">{t(`run-now-${row.running.kind}`)}</StatusLabel>
        ) : row.pause ? (
          <span>{t("backups-paused-until", { when: format.when(row.pause.until) })}</span>
        ) : (
          <span>{row.next_run ? format.upcoming(row.next_run.at) : t("backups-no-schedule")}</span>
        )}
        <small title={row.pause?.reason}>
          {row.pause && !row.running
            ? row.pause.reason
            : row.running && row.running.seconds_left !== null
              ? t("run-left", { duration: format.duration(row.running.seconds_left) })
              : row.next_run
                ? t(`next-${row.next_run.kind}`, { level: row.next_run.level ?? "none" })
                : t("next-on-request")}
        </small>
      </td>
    </tr>
  );
}

function StatusLabelWord({ status }: { status: Status }) {
  const t = useTranslate();
  return <em className={styles[status]}>{t(`status-${status}`)}</em>;
}
