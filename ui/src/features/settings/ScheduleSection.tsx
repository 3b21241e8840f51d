import Copy from "lucide-react/icons/copy";
import { Button } from "../../components/Button";
import { Tick } from "../../components/Fields";
import { StatusLabel } from "../../components/Glyph";
import { useNotice } from "../../components/Notice";
import { Fact, Facts, Section } from "../../components/Page";
import { Loaded, Refusal } from "../../components/States";
import type { Preferences, ScheduleStatus } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { useAnswer, useCommand } from "../../platform/context";
import { PULSE_GLYPH, pulseOf, useScheduleWords } from "../schedule/words";
import styles from "./SettingsPage.module.css";

/** Who runs the schedule, and how to have it run when no window is open. */
export function ScheduleSection() {
  const t = useTranslate();
  const status = useAnswer("schedule_status", {});
  const preferences = useAnswer("preferences", {});
  return (
    <div id="schedule">
      <Section title={t("nav-schedule")}>
        <div className={styles.stack}>
          <Loaded query={status}>{(data) => <Who status={data} />}</Loaded>
          <Loaded query={preferences}>{(data) => <Beyond preferences={data} />}</Loaded>
        </div>
      </Section>
    </div>
  );
}

function Who({ status }: { status: ScheduleStatus }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const workspace = useAnswer("app_state", {}).data?.workspace;
  const pulse = pulseOf(status, workspace?.simulated ?? false);
  const glyph = PULSE_GLYPH[pulse];
  const sentence = words.pulse(pulse, status);
  return (
    <>
      <div>
        {glyph ? <StatusLabel state={glyph}>{sentence}</StatusLabel> : <b>{sentence}</b>}
        <p className={styles.hint}>{t(`pulse-${pulse}-means`)}</p>
      </div>
      <Facts>
        {status.since && pulse !== "nobody" && (
          <Fact name={t("settings-schedule-since")}>{format.full(status.since)}</Fact>
        )}
        {status.pid !== null && (
          <Fact name={t("settings-schedule-pid")}>
            <code>{String(status.pid)}</code>
          </Fact>
        )}
        {workspace && (
          <Fact name={t("settings-zone")}>{t("settings-schedule-zone", { zone: workspace.timezone })}</Fact>
        )}
      </Facts>
    </>
  );
}

function Beyond({ preferences }: { preferences: Preferences }) {
  const t = useTranslate();
  const notice = useNotice();
  const set = useCommand("set_preferences");
  const { autostart, tray, agent_unit: unit } = preferences;
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => notice(t("settings-agent-copied")),
      () => notice(t("notice-not-copied")),
    );
  return (
    <>
      {autostart !== null && (
        <div>
          <Tick isSelected={autostart} onChange={(on) => set.mutate({ autostart: on })}>
            {t("settings-autostart")}
          </Tick>
          <p className={styles.hint}>{t("settings-autostart-hint")}</p>
          <Refusal error={set.error} />
        </div>
      )}
      <p className={styles.hint}>{t(tray ? "settings-tray" : "settings-no-tray")}</p>
      {unit !== null && (
        <div className={styles.agent}>
          <div className={styles.agentHead}>
            <b>{t("settings-agent")}</b>
            <Button small icon={Copy} onPress={() => void copy(unit)}>
              {t("settings-agent-copy")}
            </Button>
          </div>
          <p className={styles.hint}>{t("settings-agent-hint")}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key */}
          <pre tabIndex={0}>{unit}</pre>
        </div>
      )}
    </>
  );
}
