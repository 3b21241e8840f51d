import { useNavigate } from "@tanstack/react-router";
import Clock from "lucide-react/icons/clock";
import Hourglass from "lucide-react/icons/hourglass";
import { useCallback } from "react";
import { useControlPlace } from "../../app/control";
import { Glyph } from "../../components/Glyph";
import { Icon } from "../../components/Icon";
import type { CalendarEntry, SlotState } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { usePlatform } from "../../platform/context";
import styles from "./Calendar.module.css";
import { SLOT_GLYPH, useScheduleWords } from "./words";

/** What has not happened yet has no status, so no status glyph either. */
export function SlotMark({ state, size = 14 }: { state: SlotState; size?: 11 | 14 }) {
  const glyph = SLOT_GLYPH[state];
  return glyph ? (
    <Glyph state={glyph} size={size} />
  ) : (
    <span className={styles.coming}>
      <Icon of={state === "waiting" ? Hourglass : Clock} size={size} />
    </span>
  );
}

/** Opens the record of a run that left one, else the page of its backup. */
export function useOpenEntry(): (entry: CalendarEntry) => void {
  const platform = usePlatform();
  const navigate = useNavigate();
  const place = useControlPlace();
  return useCallback(
    async ({ run, control }: CalendarEntry) => {
      const kept = run === null ? null : await platform.invoke("run_show", { run }).catch(() => null);
      const evidence = kept?.summary.evidence;
      if (evidence) void navigate({ to: "/evidence/$seq", params: { seq: String(evidence.seq) } });
      else void navigate(place(control.id));
    },
    [platform, navigate, place],
  );
}

/** The entries of one day, each a button that opens what it is about. */
export function Entries({ entries }: { entries: CalendarEntry[] }) {
  const t = useTranslate();
  const format = useFormat();
  const words = useScheduleWords();
  const open = useOpenEntry();
  return (
    <ul className={styles.entries}>
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.control.id} ${entry.level} ${entry.state}`}>
          <button type="button" data-row onClick={() => open(entry)}>
            <time dateTime={entry.at} title={format.full(entry.at)}>
              {format.clock(entry.at)}
            </time>
            <span className={styles.what}>
              {words.job(entry)}
              {entry.count > 1 && <small>{t("slot-times", { count: entry.count })}</small>}
            </span>
            <span className={`${styles.state} ${styles[entry.state]}`}>
              <SlotMark state={entry.state} />
              {t(`slot-${entry.state}`)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
