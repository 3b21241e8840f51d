import { Link, useNavigate } from "@tanstack/react-router";
import CalendarClock from "lucide-react/icons/calendar-clock";
import X from "lucide-react/icons/x";
import { Button as AriaButton } from "react-aria-components";
import { Glyph } from "../components/Glyph";
import { Icon } from "../components/Icon";
import { Meter } from "../components/Instruments";
import { Menu } from "../components/Menu";
import { Spoken } from "../components/Spoken";
import type { RunProgress, ScheduleStatus } from "../contract/types";
import { PULSE_GLYPH, pulseOf, useScheduleWords } from "../features/schedule/words";
import { useFormat, useTranslate } from "../i18n";
import { useAnswer, useCommand, useRunning } from "../platform/context";
import { useControlPlace } from "./control";
import { useDialogs } from "./dialogs";
import { usePausing } from "./pausing";
import styles from "./StatusBar.module.css";

/** A schedule that stands still sends no word of it: ask. */
const ASK_EVERY = 15_000;

/** One line at the foot of the window: who runs the schedule, what runs now, what comes next. */
export function StatusBar() {
  const t = useTranslate();
  const status = useAnswer("schedule_status", {}, { every: ASK_EVERY });
  const [job, ...others] = useRunning();
  return (
    <section className={styles.bar} aria-label={t("bar-label")}>
      {status.data ? (
        <Pulse status={status.data} />
      ) : (
        status.error && (
          <span className={styles.unknown}>
            <Glyph state="unknown" size={11} />
            {t("pulse-unknown")}
          </span>
        )
      )}
      {job && <Job job={job} others={others.length} />}
      {status.data && <Coming status={status.data} isBusy={job !== undefined} />}
    </section>
  );
}

type Act = "hour" | "pause" | "resume" | "schedule" | "settings";

function Pulse({ status }: { status: ScheduleStatus }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const pausing = usePausing();
  const { open } = useDialogs();
  const navigate = useNavigate();
  const isSimulated = useAnswer("app_state", {}).data?.workspace?.simulated ?? false;
  const pulse = pulseOf(status, isSimulated);
  const sentence = words.pulse(pulse, status);
  const glyph = PULSE_GLYPH[pulse];
  const { paused } = status;
  const act = (id: Act) => {
    if (id === "hour") pausing.anHour();
    else if (id === "pause") open({ name: "pause" });
    else if (id === "resume") pausing.resume();
    else if (id === "schedule") void navigate({ to: "/schedule" });
    else void navigate({ to: "/settings", search: { section: "schedule" } });
  };
  return (
    <>
      <Menu<Act>
        placement="top start"
        onAction={act}
        items={[
          ...(paused
            ? [{ id: "resume" as const, title: t("pause-resume-all"), text: words.pause(paused) }]
            : [
                { id: "hour" as const, title: t("pause-hour"), text: t("pause-hour-means") },
                { id: "pause" as const, title: t("pause-all"), text: t("pause-all-means") },
              ]),
          { id: "schedule", title: t("bar-open-schedule"), text: t(`pulse-${pulse}-means`) },
          { id: "settings", title: t("bar-who-runs"), text: t("bar-who-runs-means") },
        ]}
        button={
          <AriaButton
            className={`${styles.pulse} ${glyph ? styles[glyph] : ""}`}
            aria-label={t("bar-pulse", { sentence })}
          >
            {glyph ? <Glyph state={glyph} size={11} /> : <Icon of={CalendarClock} size={14} />}
            <span>{sentence}</span>
          </AriaButton>
        }
      />
      {pulse === "nobody" && (
        <Link to="/settings" search={{ section: "schedule" }} className={styles.link}>
          {t("bar-learn")}
        </Link>
      )}
      {paused && (
        <span className={styles.paused} title={words.pause(paused)}>
          <Glyph state="paused" size={11} />
          {t("bar-paused", { when: format.when(paused.until) })}
          <AriaButton
            className={styles.act ?? ""}
            onPress={() => pausing.resume()}
            isDisabled={pausing.isBusy}
            aria-label={t("pause-resume-all")}
          >
            {t("pause-resume")}
          </AriaButton>
        </span>
      )}
      <Spoken
        text={paused ? t("bar-paused", { when: format.when(paused.until) }) : sentence}
        failure={pulse === "stuck" ? sentence : ""}
      />
    </>
  );
}

function Job({ job, others }: { job: RunProgress; others: number }) {
  const t = useTranslate();
  const format = useFormat();
  const cancel = useCommand("run_cancel");
  const place = useControlPlace();
  const doing = t(`run-doing-${job.kind}`, { backup: job.control.title });
  const stopping = job.cancel_requested || cancel.isPending;
  const left = stopping
    ? t("run-stopping")
    : job.seconds_left === null
      ? t("run-in-progress")
      : t("run-left", { duration: format.duration(job.seconds_left) });
  return (
    <span className={styles.job}>
      <Glyph state="running" size={11} />
      <Link
        {...place(job.control.id)}
        className={styles.doing}
        aria-label={`${doing}, ${left}`}
        title={`${doing}, ${left}`}
      >
        {doing}
      </Link>
      {job.total !== null && job.total > 0 && (
        <span className={styles.meter}>
          <Meter share={job.done / job.total} label={doing} />
        </span>
      )}
      <span className={styles.left}>{left}</span>
      {others > 0 && <span className={styles.left}>{t("bar-others", { count: others })}</span>}
      <AriaButton
        className={styles.act ?? ""}
        aria-label={t("bar-cancel", { doing })}
        isDisabled={stopping}
        onPress={() => cancel.mutate({ run: job.run })}
      >
        <Icon of={X} size={14} />
      </AriaButton>
    </span>
  );
}

function Coming({ status, isBusy }: { status: ScheduleStatus; isBusy: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const { next, dead, paused } = status;
  // Nothing comes by itself while nobody runs it.
  const comes = next !== null && paused === null && status.state === "running" && status.holder !== "nobody";
  return (
    <span className={styles.end}>
      {dead > 0 && (
        <Link to="/schedule" search={{ show: "given-up" }} className={styles.dead}>
          <Glyph state="failing" size={11} />
          {t("bar-given-up", { count: dead })}
        </Link>
      )}
      {comes && (
        <Link
          to="/schedule"
          className={`${styles.next} ${isBusy ? styles.yields : ""}`}
          title={`${words.job(next)}, ${format.full(next.at)}`}
        >
          {t("bar-next", { backup: next.control.title, when: format.when(next.at) })}
        </Link>
      )}
    </span>
  );
}
