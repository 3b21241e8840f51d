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
