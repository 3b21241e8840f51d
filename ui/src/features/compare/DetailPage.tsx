import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import Columns2 from "lucide-react/icons/columns-2";
import Ellipsis from "lucide-react/icons/ellipsis";
import { useState } from "react";
import { useTicking } from "../../app/clock";
import { useDialogs } from "../../app/dialogs";
import { usePausing } from "../../app/pausing";
import { useReady } from "../../app/ready";
import { useStart } from "../../app/start";
import { Button } from "../../components/Button";
import { StatusLabel } from "../../components/Glyph";
import { Menu } from "../../components/Menu";
import { Columns, PageHead, Section } from "../../components/Page";
import { Loaded, Waiting } from "../../components/States";
import type { CompareDetail, CompareRunView, PauseView } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useRunning } from "../../platform/context";
import { RunPanel } from "../backups/RunPanel";
import { Paused } from "../schedule/Paused";
import { AcceptSheet } from "./AcceptSheet";
import { CellsBar } from "./CellsBar";
import { Common } from "./Common";
import { Cutover, Signed } from "./Cutover";
import { Days } from "./Days";
import styles from "./DetailPage.module.css";
import { ExportSheet } from "./ExportSheet";
import { Findings } from "./Findings";
import { Known } from "./Known";
import { Matrix } from "./Matrix";
import { Rename } from "./Rename";
import { Baseline, Rules, Sides } from "./Rules";
import { SignSheet } from "./SignSheet";
import { Totals } from "./Totals";
import { Trend } from "./Trend";
import { usePause } from "./usePause";
import { rowsOf, shortPlace, toleratedRows } from "./words";

export function DetailPage() {
  const { id } = useParams({ strict: false });
  const t = useTranslate();
  const detail = useAnswer("compare_show", { id: id ?? "" });
  useReady(!detail.isPending);
  useTicking();
  return (
    <>
      {!detail.data && <PageHead crumb={{ to: "/parallel", label: t("nav-parallel") }} title={id} />}
      <Loaded query={detail}>{(data) => <Screen detail={data} />}</Loaded>
    </>
  );
}

type Open = { sheet: "accept"; finding?: string } | { sheet: "sign" } | { sheet: "export" };

function Screen({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const [open, setOpen] = useState<Open | null>(null);
  const running = useRunning().find((run) => run.control.id === detail.id) ?? null;
  const { shown, choose, isReading } = useShown(detail);
  const pause = usePause(detail);
  const close = () => setOpen(null);
  const sign = () => setOpen({ sheet: "sign" });
  return (
    <>
      <PageHead
        crumb={{ to: "/parallel", label: t("nav-parallel") }}
        title={detail.title}
        status={<StatusLabel state={detail.status} />}
        sub={<Sub detail={detail} />}
        actions={
          <Actions
            detail={detail}
            pause={pause}
            isBusy={running !== null}
            onExport={shown?.has_differences ? () => setOpen({ sheet: "export" }) : null}
          />
        }
      />
      <Columns
        main={
          <>
            {running && <RunPanel run={running} />}
            {pause && (
              <div className={styles.banner}>
                <Paused pause={pause} />
              </div>
            )}
            {detail.cutover.signed ? <Signed detail={detail} /> : <Rename detail={detail} />}
            <History detail={detail} shown={shown} onChoose={choose} />
            {isReading && <Waiting />}
            {!shown && !isReading && <NeverCompared />}
            {shown && (
              <Run
                detail={detail}
                run={shown}
                onAccept={(finding) => setOpen({ sheet: "accept", ...(finding ? { finding } : {}) })}
              />
            )}
            <Known detail={detail} />
          </>
        }
        aside={
          <>
            <Cutover detail={detail} onSign={sign} />
            <Rules detail={detail} />
            <Baseline detail={detail} isBusy={running !== null} />
            {shown && <Sides run={shown} />}
          </>
        }
      />
      {open?.sheet === "accept" && detail.latest && (
        <AcceptSheet detail={detail} run={detail.latest} finding={open.finding} onClose={close} />
      )}
      {open?.sheet === "sign" && <SignSheet detail={detail} onClose={close} />}
      {open?.sheet === "export" && shown && (
        <ExportSheet
          id={detail.id}
          run={shown.run}
          day={shown.day}
          personal={detail.rules.personal}
          onClose={close}
        />
      )}
    </>
  );
}

/** The run that the page shows: the one chosen in the calendar, else the newest. */
function useShown(detail: CompareDetail) {
  const navigate = useNavigate();
  const { run }: { run?: string } = useSearch({ strict: false });
  const isNewest = run === undefined || run === detail.latest?.run;
  const report = useAnswer(
    "compare_report",
    { id: detail.id, ...(run === undefined ? {} : { run }) },
    { enabled: !isNewest },
  );
  const choose = (next: string) =>
    void navigate({
      to: "/parallel/$id",
      params: { id: detail.id },
      search: next === detail.latest?.run ? {} : { run: next },
      replace: true,
    });
  return {
    shown: isNewest ? detail.latest : (report.data ?? null),
    isReading: !isNewest && report.isPending,
    choose,
  };
}

/** Which systems, when they are compared, and how much that is. */
function Sub({ detail }: { detail: CompareDetail }) {
  const t = useTranslate();
  const line = useAnswer("schedule_lines", {}).data?.lines.find((one) => one.control.id === detail.id);
  const rows = detail.latest?.figures?.rows_old;
  const values = { old: shortPlace(detail.old.place), new: shortPlace(detail.new.place) };
  return (
    <span title={t("parallel-old-to-new", { old: detail.old.place, new: detail.new.place })}>
      {t("parallel-sub", values)}{" "}
      {line ? t("parallel-sub-when", { words: line.words }) : t("parallel-sub-never")}
      {rows !== undefined && ` ${t("parallel-sub-rows", { rows })}`}
    </span>
  );
}

type Act = "baseline" | "schedule" | "pause" | "resume" | "export";

interface ActionsProps {
  detail: CompareDetail;
  pause: PauseView | null;
  isBusy: boolean;
  onExport: (() => void) | null;
}

function Actions({ detail, pause, isBusy, onExport }: ActionsProps) {
  const t = useTranslate();
  const start = useStart();
  const pausing = usePausing();
  const { open } = useDialogs();
  const { id } = detail;
  const disabled = isBusy || start.isStarting;
  const act = (chosen: Act) => {
    if (chosen === "baseline") start.compare(id, true);
    else if (chosen === "export") onExport?.();
    else if (chosen === "resume") pausing.resume(pause?.control?.id);
    else open({ name: chosen, backup: id });
  };
  return (
    <>
      <Button icon={Columns2} isDisabled={disabled} onPress={() => start.compare(id)}>
        {t("parallel-compare-now")}
      </Button>
      <Menu<Act>
        onAction={act}
        items={[
          ...(onExport
            ? [{ id: "export" as const, title: t("parallel-export"), text: t("parallel-export-means") }]
            : []),
          { id: "schedule", title: t("action-add-line"), text: t("parallel-schedule-means") },
          pause
            ? {
                id: "resume",
                title: t(pause.control ? "pause-resume" : "pause-resume-all"),
                text: t("parallel-resume-means"),
              }
            : { id: "pause", title: t("pause-action"), text: t("parallel-pause-means") },
          ...(disabled
            ? []
            : [
                {
                  id: "baseline" as const,
                  title: t("parallel-baseline-take"),
                  text: t("parallel-baseline-means"),
                },
              ]),
        ]}
        button={<Button icon={Ellipsis} aria-label={t("parallel-more")} />}
      />
    </>
  );
}

interface HistoryProps {
  detail: CompareDetail;
  shown: CompareRunView | null;
  onChoose: (run: string) => void;
}

/** The days, and how many rows differed on each. */
function History({ detail, shown, onChoose }: HistoryProps) {
  const rows = detail.latest?.figures
    ? rowsOf(detail.latest.figures)
    : (detail.days.findLast((day) => day.rows)?.rows ?? 0);
  if (detail.days.length === 0) return null;
  return (
    <div className={styles.pair}>
      <Days days={detail.days} shown={shown?.run ?? null} onChoose={onChoose} />
      <Trend days={detail.days} tolerated={toleratedRows(detail.rules, rows)} />
    </div>
  );
}

function NeverCompared() {
  const t = useTranslate();
  return (
    <Section title={t("parallel-never-title")}>
      <p>{t("parallel-never-text")}</p>
    </Section>
  );
}

interface RunProps {
  detail: CompareDetail;
  run: CompareRunView;
  onAccept: (finding?: string) => void;
}

/** What one run found. */
function Run({ detail, run, onAccept }: RunProps) {
  const t = useTranslate();
  const format = useFormat();
  const { figures } = run;
  const isNewest = run.run === detail.latest?.run;
  return (
    <section aria-label={t("parallel-run-of", { date: format.dateTitle(run.day) })}>
      {!isNewest && (
        <p className={styles.older}>{t("parallel-run-older", { date: format.dateInside(run.day) })}</p>
      )}
      {!figures && <Findings run={run} isWhole />}
      {figures && (
        <>
          <CellsBar figures={figures} />
          <Common detail={detail} run={run} figures={figures} onAccept={isNewest ? onAccept : null} />
          <Matrix id={detail.id} run={run} figures={figures} />
          <Totals figures={figures} />
          <Findings run={run} onAccept={isNewest ? onAccept : null} />
        </>
      )}
    </section>
  );
}
