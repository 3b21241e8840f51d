import type { GlyphState } from "../../components/Glyph";
import type { CadenceState, FateCertainty, PairRow, ProbeState, Readiness } from "../../contract/types";
import { useFormat, useTranslate } from "../../i18n";
import { ago } from "./ago";

/** Up is what was seen just now, so its mark never stands without a time beside it. */
export const PROBE_GLYPH: Record<ProbeState, GlyphState> = {
  up: "proven",
  attention: "attention",
  down: "failing",
  unknown: "unknown",
};

export const CADENCE_GLYPH: Record<CadenceState, GlyphState> = {
  done: "proven",
  due_soon: "due",
  due: "unproven",
  overdue: "failing",
};

export const FATE_GLYPH: Record<FateCertainty, GlyphState> = {
  confirmed: "attention",
  declared: "attention",
  likely: "attention",
  cannot_tell: "unknown",
  denied: "paused",
};

/** What is not proven is not told as a chance: a number would look as if it were. */
export const hasChance = ({ standing, tried }: Readiness): boolean =>
  tried > 0 && (standing === "worked" || standing === "failed");

export function usePairWords() {
  const t = useTranslate();
  const format = useFormat();

  function since(seconds: number): string {
    const { unit, count } = ago(seconds);
    return t(`providers-ago-${unit}`, { count });
  }

  function history(readiness: Readiness): string {
    const { worked, tried, last, talked_through: talked, inconclusive } = readiness;
    if (tried === 0 || !last) {
      if (talked > 0) return t("providers-never-talked", { count: talked });
      return inconclusive > 0 ? t("providers-never-told", { count: inconclusive }) : t("providers-never");
    }
    return t(last.outcome === "fail" ? "providers-history-failed" : "providers-history", {
      worked,
      tried,
      ago: since(last.age_seconds),
    });
  }

  return {
    since,
    history,
    /** Never green without a date. */
    standing({ status, drill }: PairRow): string {
      const at = drill?.last_at ?? null;
      const isProven = status === "proven" || status === "due";
      return isProven && at !== null
        ? t("providers-proven", { day: format.sentenceDay(at) })
        : t(`status-${status}`);
    },
    /** Whether it would work today, in words: hard facts first, then what was tried. */
    readiness(readiness: Readiness): string {
      const parts = [];
      if (readiness.standing === "not_ready") {
        parts.push(t("providers-not-ready", { probes: format.list(readiness.failing) }));
      }
      if (readiness.standing === "unknown") {
        parts.push(t("providers-not-known", { probes: format.list(readiness.not_observed) }));
      }
      parts.push(history(readiness));
      if (hasChance(readiness)) parts.push(t("providers-expect", { count: readiness.in_ten }));
      return parts.join(" ");
    },
    drillDue({ drill }: PairRow): string {
      if (!drill) return t("providers-no-drill");
      const { state, due, days_left: left } = drill.cadence;
      const day = format.dateShort(due);
      if (state === "overdue") return t("providers-overdue", { days: -left, day });
      return t(state === "done" ? "providers-drill-done" : "providers-drill-due", { day });
    },
  };
}
