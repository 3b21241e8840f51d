import type { GlyphState } from "../../components/Glyph";
import type {
  DrillBoardRow,
  DrillOutcome,
  DrillState,
  Holds,
  PlanFaultCode,
  StepState,
} from "../../contract/types";

export const OUTCOME_GLYPH: Record<DrillOutcome, GlyphState> = {
  pass: "proven",
  fail: "failing",
  inconclusive: "unknown",
};

export const HOLDS_GLYPH: Record<Holds, GlyphState> = { yes: "proven", no: "failing", unknown: "unknown" };

export const STATE_GLYPH: Record<DrillState, GlyphState> = {
  draft: "unproven",
  scheduled: "due",
  missed: "stale",
  preflight: "running",
  blocked: "failing",
  armed: "due",
  baseline: "running",
  switching: "running",
  on_backup: "running",
  switching_back: "running",
  aborting: "running",
  interrupted: "attention",
  stuck: "failing",
  stay: "attention",
  verify: "running",
  // Green would say that it went well before anybody signed.
  review: "attention",
  signed_pass: "proven",
  signed_fail: "failing",
  signed_inconclusive: "unknown",
  cancelled: "paused",
};

const OVER: readonly DrillState[] = ["signed_pass", "signed_fail", "signed_inconclusive", "cancelled"];
/** Nothing happens to it any more. */
export const isOver = (state: DrillState): boolean => OVER.includes(state);
/** It is done, and told about: its debrief is written or signed. */
export const isDebrief = (state: DrillState): boolean =>
  state === "review" || (isOver(state) && state !== "cancelled");

const ADVICE: readonly PlanFaultCode[] = [
  "seen_by_person_only",
  "undone_by_hand",
  "undo_not_verified",
  "rpo_not_measured",
  "no_stop_condition",
];
/** The plan may be started although this is so. */
export const isAdvice = (code: PlanFaultCode): boolean => ADVICE.includes(code);

const URGENCY = ["overdue", "due_soon", "due", "done"] as const;
/** Overdue first, and of equals what is due first. */
export const byUrgency = (one: DrillBoardRow, other: DrillBoardRow): number =>
  URGENCY.indexOf(one.cadence.state) - URGENCY.indexOf(other.cadence.state) ||
  one.cadence.days_left - other.cadence.days_left;

export type StepMark = "waits" | "now" | "done" | "back" | "failed";

/** What became of a step, as its list shows it. */
export function markOf(state: StepState, isNow: boolean): StepMark {
  if (state === "undo_failed") return "failed";
  if (isNow) return "now";
  if (state === "verified" || state === "done") return "done";
  if (state === "undone" || state === "undo_done" || state === "undoing") return "back";
  return state === "started" ? "now" : "waits";
}

/** The steps that would be taken back now: those that were begun, the last one first. */
export const begun = <T extends { state: StepState }>(steps: readonly T[]): T[] =>
  steps.filter(({ state }) => state !== "untouched" && state !== "undone").reverse();

/** Seconds from one instant to another. */
export const between = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / 1000;

/** A clock as it is read from afar: 17:42, 1:04:09. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Why somebody may not sign, as the program names it. */
export const OBSTACLES = [
  "no_name",
  "signer_is_operator",
  "not_steady_after",
  "rto_not_measured",
  "slept",
  "ended_early",
  "undo_failed",
  "stuck",
  "stayed_on_backup",
  "backup_did_not_kick_in",
  "questions_missing",
] as const;
