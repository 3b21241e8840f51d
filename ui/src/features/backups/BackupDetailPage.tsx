import { Link, useParams, useSearch } from "@tanstack/react-router";
import ChevronDown from "lucide-react/icons/chevron-down";
import FolderOutput from "lucide-react/icons/folder-output";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { Button as AriaButton } from "react-aria-components";
import { useTicking } from "../../app/clock";
import { useDialogs } from "../../app/dialogs";
import { useReady } from "../../app/ready";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { LEVELS } from "../../components/Ladder";
import links from "../../components/Links.module.css";
import { Menu } from "../../components/Menu";
import { Columns, Fact, Facts, PageHead, Section } from "../../components/Page";
import { Banner, Loaded } from "../../components/States";
import type { BackupDetail } from "../../contract/types";
import { useErrorWords, useFormat, useTranslate } from "../../i18n";
import { useAnswer, useRunning } from "../../platform/context";
import { useRecordSentence } from "../evidence/sentence";
import { Kept } from "../schedule/Lines";
import { Paused } from "../schedule/Paused";
import { useScheduleWords } from "../schedule/words";
import styles from "./BackupDetailPage.module.css";
import { CoverageAndConfidence } from "./Coverage";
import { Damage, Losses, WhatToDo } from "./Failure";
import { Repositories } from "./Repositories";
import { Rule } from "./Rule";
import { Rungs } from "./Rungs";
import { RunPanel } from "./RunPanel";
import { Strip } from "./Strip";
import { isAdopted } from "./source";

export function BackupDetailPage() {
  const { id } = useParams({ strict: false });
  const t = useTranslate();
  const detail = useAnswer("backup_show", { id: id ?? "" });
  useReady(!detail.isPending);
  useTicking();
  return (
    <>
      {!detail.data && <PageHead crumb={{ to: "/backups", label: t("nav-backups") }} title={id} />}
      <Loaded query={detail}>{(data) => <Screen detail={data} />}</Loaded>
    </>
  );
}

function Screen({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { row } = detail;
  const running = useRunning().find((run) => run.control.id === row.id) ?? row.running;
  const adopted = isAdopted(row.source);
  const failing = row.status === "failing" && detail.findings.length > 0;
  const places = format.list(row.repositories.map(({ title }) => title));
  return (
    <>
      <PageHead
        crumb={{ to: "/backups", label: t("nav-backups") }}
        title={row.title}
        status={<StatusLabel state={row.status} />}
        sub={t(`detail-sub-${row.source}`, { source: row.source_label, places })}
        actions={<Actions detail={detail} isBusy={running !== null} />}
      />
      <Columns
        main={
          <>
            {running && <RunPanel run={running} />}
            <Notable detail={detail} isRunning={running !== null} />
            {failing && <Damage detail={detail} />}
            {failing && <Losses detail={detail} />}
            {!failing && detail.findings.length > 0 && <Damage detail={detail} />}
            <Rungs detail={detail} running={running} />
            <Strip strip={detail.strip} />
            <CoverageAndConfidence detail={detail} />
            {!adopted && <Repositories detail={detail} />}
          </>
        }
        aside={
          <>
            {failing && <WhatToDo detail={detail} />}
            <Schedule detail={detail} />
            {!adopted && <Rule detail={detail} />}
            <Details detail={detail} />
            <Evidence detail={detail} />
          </>
        }
      />
    </>
  );
}

/** One banner at most: the sheet that has just become due, the pause, or the run that proved nothing. */
function Notable({ detail, isRunning }: { detail: BackupDetail; isRunning: boolean }) {
  const { sheet }: { sheet?: string } = useSearch({ strict: false });
  const due = detail.repositories.some(
    ({ id, recovery_sheet_kept_at: kept }) => id === sheet && kept === null,
  );
  if (due) return <SheetOffer detail={detail} />;
  if (detail.row.pause) {
    return (
      <div className={styles.banner}>
        <Paused pause={detail.row.pause} />
      </div>
    );
  }
  return <LastRun detail={detail} isRunning={isRunning} />;
}

/** After a folder was protected: without its sheet, a lost computer means a lost backup. */
function SheetOffer({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  const { open } = useDialogs();
  const { sheet }: { sheet?: string } = useSearch({ strict: false });
  const repository = detail.repositories.find(({ id }) => id === sheet);
  if (!repository || repository.recovery_sheet_kept_at !== null) return null;
  const title = detail.row.repositories.find(({ id }) => id === sheet)?.title ?? repository.id;
  return (
    <div className={styles.banner}>
      <Banner
        state="attention"
        title={t("sheet-offer")}
        action={
          <Button onPress={() => open({ name: "sheet", repository: repository.id, title })}>
            {t("sheet-save")}
          </Button>
        }
      >
        {t("sheet-offer-why")}
      </Banner>
    </div>
  );
}

/** A run that ended without a verdict says so: it proved nothing and broke nothing. */
function LastRun({ detail, isRunning }: { detail: BackupDetail; isRunning: boolean }) {
  const t = useTranslate();
  const words = useErrorWords();
  const last = detail.last_run;
  if (isRunning || !last || last.state === "finished" || last.state === "queued" || last.state === "running")
    return null;
  const why = last.error ? words(last.error) : null;
  return (
    <div className={styles.banner}>
      <Banner state="unknown" title={t(`last-run-${last.state}`, { kind: t(`run-kind-${last.kind}`) })}>
        {why ? `${why.message} ${why.hint}` : t("last-run-counts")}
      </Banner>
    </div>
  );
}

function Actions({ detail, isBusy }: { detail: BackupDetail; isBusy: boolean }) {
  const t = useTranslate();
  const { open } = useDialogs();
  const start = useStart();
  const { id } = detail.row;
  const disabled = isBusy || start.isStarting;
  return (
    <>
      {!isAdopted(detail.row.source) && (
        <Button icon={Play} isDisabled={disabled} onPress={() => start.backUp(id)}>
          {t("action-back-up-now")}
        </Button>
      )}
      <Menu
        onAction={(level) => open({ name: "verify", backup: id, level })}
        items={LEVELS.map((level) => ({
          id: level,
          title: t(`ladder-${level}`),
          text: t(`ladder-${level}-means`),
        }))}
        button={
          <Button icon={ChevronDown} opens isDisabled={disabled}>
            {t("action-verify")}
          </Button>
        }
      />
      <Button
        icon={FolderOutput}
        isDisabled={disabled || detail.snapshots === 0}
        onPress={() => open({ name: "restore", backup: id })}
      >
        {t("action-restore-files")}
      </Button>
    </>
  );
}

/** When what happens by itself, whether it did, and how to change it. */
function Schedule({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const { open } = useDialogs();
  const { id, title, pause } = detail.row;
  return (
    <Section
      title={t("details-schedule")}
      aside={
        <AriaButton
          className={links.link ?? ""}
          aria-label={t("action-add-line-of", { backup: title })}
          onPress={() => open({ name: "schedule", backup: id })}
        >
          {t("action-add-line")}
        </AriaButton>
      }
    >
      {detail.lines.length === 0 && <p className={styles.quiet}>{t("details-no-lines")}</p>}
      <ul className={styles.lines}>
        {detail.lines.map((line) => {
          const what = words.what(line.kind, line.level);
          return (
            <li key={String(line.level)}>
              <b>{what}</b>
              <AriaButton
                className={links.link ?? ""}
                aria-label={t("lines-change-of", { what: `${title}, ${what}` })}
                onPress={() => open({ name: "schedule", backup: id, level: line.level })}
              >
                {t("lines-change")}
              </AriaButton>
              <p>
                {line.words}
                {line.next !== null && !pause && t("details-line-next", { when: format.when(line.next) })}
              </p>
              {line.punctuality !== "on_time" && line.punctuality !== "never_due" && !pause && (
                <p>
                  <Kept line={line} />
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {!pause && (
        <Button small icon={Pause} onPress={() => open({ name: "pause", backup: id })}>
          {t("pause-action")}
        </Button>
      )}
    </Section>
  );
}

/** Newest copies are kept by these rules, in this order. */
const KEEP = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const;

function Details({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const { row } = detail;
  const age = row.newest_copy_at === null ? null : Math.max(0, format.secondsSince(row.newest_copy_at));
  const keeps = KEEP.filter((name) => detail.keep[name] !== undefined).map((name) =>
    t(`keep-${name}`, { count: detail.keep[name] ?? 0 }),
  );
  return (
    <Section title={t("details-title")}>
      <Facts>
        <Fact name={t("details-needed-by")}>
          {detail.needed_by.length > 0
            ? format.list(detail.needed_by.map(({ title }) => title))
            : t("details-nobody")}
        </Fact>
        <Fact name={t("details-newest")}>
          <span title={row.newest_copy_at ? format.full(row.newest_copy_at) : undefined}>
            {age === null
              ? t("backups-no-copy")
              : row.max_age_seconds === null
                ? t("details-age", { age: format.duration(age) })
                : t("details-age-limit", {
                    age: format.duration(age),
                    limit: format.duration(row.max_age_seconds),
                  })}
          </span>
        </Fact>
        {keeps.length > 0 && <Fact name={t("details-keeps")}>{keeps.join(", ")}</Fact>}
        <Fact name={t("details-copies")}>
          {detail.oldest_copy_at
            ? t("details-copies-oldest", {
                count: detail.snapshots,
                date: format.dayMonth(detail.oldest_copy_at),
              })
            : t("details-copies-none")}
        </Fact>
        {row.bytes !== null && <Fact name={t("details-size")}>{format.bytes(row.bytes)}</Fact>}
        <Fact name={t("details-recovery")}>
          {detail.recovery_seconds === null
            ? t("details-recovery-never")
            : t("details-recovery-took", { duration: format.duration(detail.recovery_seconds) })}
        </Fact>
      </Facts>
    </Section>
  );
}

function Evidence({ detail }: { detail: BackupDetail }) {
  const t = useTranslate();
  const format = useFormat();
  const sentence = useRecordSentence();
  return (
    <Section
      title={t("nav-evidence")}
      aside={
        detail.evidence_total > 0 && (
          <Link to="/evidence" search={{ control: detail.row.id }} className={links.link}>
            {t("evidence-all", { count: detail.evidence_total })}
          </Link>
        )
      }
    >
      {detail.evidence.length === 0 && <p className={styles.quiet}>{t("latest-none")}</p>}
      <Facts>
        {detail.evidence.map((row) => (
          <Fact key={row.seq} name={<time title={format.full(row.at)}>{format.past(row.at)}</time>}>
            <Link to="/evidence/$seq" params={{ seq: String(row.seq) }} className={styles.record}>
              {sentence({ ...row, control: null })}
            </Link>
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}
