import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../components/Button";
import { Banner } from "../../components/States";
import { useTranslate } from "../../i18n";
import { useAnswer } from "../../platform/context";
import { pulseOf, useScheduleWords } from "../schedule/words";
import styles from "./TodayPage.module.css";

/** The one thing about the schedule that needs a person: it stands still, jobs were given up on, or nobody runs it. */
export function Standing() {
  const t = useTranslate();
  const navigate = useNavigate();
  const words = useScheduleWords();
  const status = useAnswer("schedule_status", {}).data;
  const isSimulated = useAnswer("app_state", {}).data?.workspace?.simulated ?? false;
  if (!status) return null;
  const pulse = pulseOf(status, isSimulated);
  const settings = () => void navigate({ to: "/settings", search: { section: "schedule" } });
  const given = () => void navigate({ to: "/schedule", search: { show: "given-up" } });
  const banner =
    pulse === "stuck" ? (
      <Banner
        state="failing"
        isAlert
        title={words.pulse(pulse, status)}
        action={<Button onPress={settings}>{t("pulse-help")}</Button>}
      >
        {t("pulse-stuck-todo")}
      </Banner>
    ) : status.dead > 0 ? (
      <Banner
        state="failing"
        title={t("today-given-up", { count: status.dead })}
        action={<Button onPress={given}>{t("today-given-up-see")}</Button>}
      >
        {t("today-given-up-why")}
      </Banner>
    ) : pulse === "nobody" ? (
      <Banner
        state="attention"
        title={words.pulse(pulse, status)}
        action={<Button onPress={settings}>{t("pulse-help")}</Button>}
      >
        {t("pulse-nobody-todo")}
      </Banner>
    ) : null;
  return banner && <div className={styles.banner}>{banner}</div>;
}
