import type { GlyphState } from "../../components/Glyph";
import type {
  Cause,
  CountedView,
  Decision,
  Judged,
  MisstatedView,
  RoundResult,
  WorkOf,
} from "../../contract/types";

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

/** How many items are somebody's to do now. */
export const openOf = (work: WorkOf): number => work.given - work.done + work.second_given - work.second_done;

/** A whole number as people type it, with or without marks between thousands; null for what is none. */
export function countOf(text: string): number | null {
  const plain = text.trim();
  const isWhole =
    /^\d{1,15}$/.test(plain) || /^\d{1,3}([ '\u2019.,\u00a0\u202f])\d{3}(\1\d{3}){0,3}$/.test(plain);
  return isWhole ? Number(plain.replace(/\D/g, "")) : null;
}

/** A name for somebody's work file that no file system minds: `february-payouts-4-lena-hartwig.work`. */
export function fileNameOf(id: string, round: number, person: string): string {
  const plain = person
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${[id, round, plain].filter((part) => part !== "").join("-")}.work`;
}
