import { useNavigate, useSearch } from "@tanstack/react-router";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import Plus from "lucide-react/icons/plus";
import { useTicking } from "../../app/clock";
import { useDialogs } from "../../app/dialogs";
import { usePausing } from "../../app/pausing";
import { useReady } from "../../app/ready";
import { Button } from "../../components/Button";
import { Segments } from "../../components/Fields";
import { PageHead } from "../../components/Page";
import { Banner } from "../../components/States";
import type { ScheduleStatus } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { AlertsSent } from "./AlertsSent";
import { Calendar } from "./Calendar";
import { GivenUp } from "./GivenUp";
import { Lines } from "./Lines";
import styles from "./SchedulePage.module.css";
import { pulseOf, useScheduleWords } from "./words";

export type Show = "calendar" | "lines" | "given-up" | "sent";
export const SHOWS: readonly Show[] = ["calendar", "lines", "given-up", "sent"];

/** What comes, what was kept, what was given up on, and who was told. */
export function SchedulePage() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { open } = useDialogs();
  const { show = "calendar" }: { show?: Show } = useSearch({ strict: false });
  const status = useAnswer("schedule_status", {});
  const isSimulated = useAnswer("app_state", {}).data?.workspace?.simulated ?? false;
  useReady(!status.isPending);
  useTicking();
  const pulse = status.data && pulseOf(status.data, isSimulated);
  // A banner says it otherwise, and more of it.
  const isCalm = pulse !== "stuck" && pulse !== "nobody" && !status.data?.paused;
  const stuck = (status.data?.waiting.length ?? 0) + (status.data?.dead ?? 0);
  return (
    <>
      <PageHead
        title={t("nav-schedule")}
        sub={isCalm && pulse && t(`pulse-${pulse}-means`)}
        actions={
          <>
            {status.data && <PauseAll status={status.data} />}
            <Button icon={Plus} onPress={() => open({ name: "schedule" })}>
              {t("action-add-line")}
            </Button>
          </>
        }
      />
      <div className={styles.page}>
        {status.data && <Standing status={status.data} isSimulated={isSimulated} />}
        <div className={styles.tools}>
          <Segments
            label={t("schedule-show")}
            value={show}
            onChange={(next) => void navigate({ to: "/schedule", search: { show: next }, replace: true })}
            choices={SHOWS.map((id) => ({
              id,
              label: t(`schedule-show-${id}`, { count: id === "given-up" ? stuck : 0 }),
            }))}
          />
        </div>
        {show === "calendar" && <Calendar />}
        {show === "lines" && <Lines />}
        {show === "given-up" && <GivenUp />}
        {show === "sent" && <AlertsSent />}
      </div>
    </>
  );
}

function PauseAll({ status }: { status: ScheduleStatus }) {
  const t = useTranslate();
  const { open } = useDialogs();
  const pausing = usePausing();
  return status.paused ? (
    <Button icon={Play} onPress={() => pausing.resume()} isDisabled={pausing.isBusy}>
      {t("pause-resume-all")}
    </Button>
  ) : (
    <Button icon={Pause} onPress={() => open({ name: "pause" })}>
      {t("pause-all")}
    </Button>
  );
}

/** One banner: that it stands still, that nobody runs it, or that it is paused. */
function Standing({ status, isSimulated }: { status: ScheduleStatus; isSimulated: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const words = useScheduleWords();
  const pulse = pulseOf(status, isSimulated);
  const help = (
    <Button onPress={() => void navigate({ to: "/settings", search: { section: "schedule" } })}>
      {t("pulse-help")}
    </Button>
  );
  return (
    <div className={styles.banner}>
      {pulse === "stuck" ? (
        <Banner state="failing" title={words.pulse(pulse, status)} action={help} isAlert>
          {t("pulse-stuck-todo")}
        </Banner>
      ) : pulse === "nobody" ? (
        <Banner state="attention" title={words.pulse(pulse, status)} action={help}>
          {t("pulse-nobody-todo")}
        </Banner>
      ) : (
        status.paused && (
          <Banner
            state="paused"
            title={t("paused-all", { when: format.when(status.paused.until), person: status.paused.person })}
          >
            {status.paused.reason}
          </Banner>
        )
      )}
    </div>
  );
}
