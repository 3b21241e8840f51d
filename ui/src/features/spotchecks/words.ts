import type { GlyphState } from "../../components/Glyph";
import type { Cause, CountedView, Decision, Judged, MisstatedView, RoundResult } from "../../contract/types";

export const DECISION_GLYPH: Record<Decision, GlyphState> = {
  accept: "proven",
  extend: "attention",
  escalate: "failing",
};

export const JUDGED_GLYPH: Record<Judged, GlyphState> = {
  right: "proven",
  over: "failing",
  under: "failing",
  not_supported: "failing",
  missing: "failing",
  unknown: "unknown",
};

/** The reasons that a checker chooses from by a key, 1 to 5; the last is no cause but a question to others. */
export const REASONS: readonly (Cause | null)[] = [
  "clawback",
  "rate_table",
  "cut_off_date",
  "checkers_mistake",
  null,
];

export const CAUSES: readonly Cause[] = [
  "clawback",
  "rate_table",
  "cut_off_date",
  "split",
  "currency_or_rounding",
  "duplicate",
  "data_entry",
  "checkers_mistake",
  "other",
];

/** What the conclusion speaks of: money where a limit of it is known and asked for, else items. */
export type Measure = "money" | "items" | "none";

export function measureOf({ total, money, tolerable_value }: RoundResult): Measure {
  const hasMoney = money.over.at_most !== null;
  if (hasMoney && (tolerable_value !== null || total.at_most === null)) return "money";
  return total.at_most === null ? "none" : "items";
}

/** The direction in which more money may be wrong. */
export const worse = ({ money: { over, under } }: RoundResult): MisstatedView =>
  Number(under.at_most ?? 0) > Number(over.at_most ?? 0) ? under : over;

/** All wrong items of a part, drawn or known. */
export const wrongOf = ({ errors, known_errors }: CountedView): number => errors + known_errors;

/** How many items lie between what may be wrong and what is tolerable; below zero where it is too much. */
export const roomOf = ({ total, tolerable_items }: RoundResult): number | null =>
  total.at_most === null || tolerable_items === null ? null : tolerable_items - total.at_most;

/** `0.005` for `0.5%`; null for what is no percentage. */
export function shareOf(percent: string | null): number | null {
  const found = /^(\d+(?:\.\d+)?)%$/.exec(percent?.trim() ?? "");
  return found?.[1] === undefined ? null : Number(found[1]) / 100;
}
