import type { BackupRow, Rung } from "../../contract/types";
import { useFindingWords, useFormat, useTranslate } from "../../i18n";

/** Phrases about one backup that the list and its page share. */
export function useRowWords() {
  const t = useTranslate();
  const format = useFormat();
  const findingWords = useFindingWords();

  /** The date of a rung, or what is wrong with it. */
  function rungNote(rung: Rung): string {
    if (rung.mark === "failing" && rung.failed_at)
      return t("rung-failed", { when: format.past(rung.failed_at) });
    if (rung.mark === "stale" && rung.expires_at)
      return t("rung-expired", { when: format.dayMonth(rung.expires_at) });
    if (rung.mark === "proven" && rung.proven_at) return format.past(rung.proven_at);
    return t(`rung-${rung.mark}`);
  }

  return {
    rungNote,
    /** Under "verified up to": the first thing that stops the climb, else when it was last proven. */
    ladderNote(row: BackupRow): string {
      const { worst_finding: finding } = row;
      if (finding && (row.status === "failing" || row.status === "attention")) {
        return findingWords(finding).what;
      }
      const stop = row.ladder.find((rung) => rung.mark === "failing" || rung.mark === "stale");
      if (stop) return t("ladder-stops", { level: t(`ladder-${stop.level}`), note: rungNote(stop) });
      const top = row.ladder.findLast((rung) => rung.mark === "proven");
      if (!top) return t("ladder-never");
      if (row.status === "due" && top.expires_at)
        return t("rung-expires", { when: format.sentenceDay(top.expires_at) });
      return rungNote(top);
    },
  };
}

/** The usual schedules in words; any other line as it was written. */
export function useScheduleWords(): (line: string) => string {
  const t = useTranslate();
  return (line) => {
    const [minute = "", hour = "", day, month, weekday = ""] = line.split(/\s+/);
    if (day !== "*" || month !== "*" || !/^\d+$/.test(minute)) return line;
    const every = /^\*\/(\d+)$/.exec(hour)?.[1];
    if (every && weekday === "*") return t("schedule-hours", { hours: Number(every) });
    if (hour === "*" && weekday === "*") return t("schedule-hours", { hours: 1 });
    if (!/^\d+$/.test(hour)) return line;
    const clock = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
    if (weekday === "*") return t("schedule-daily", { clock });
    return /^[0-7]$/.test(weekday) ? t("schedule-weekly", { weekday: Number(weekday) % 7, clock }) : line;
  };
}
