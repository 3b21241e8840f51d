import type {
  Debrief,
  DrillOutcome,
  DrillView,
  Fact,
  PhaseView,
  WireError,
  WireMoney,
} from "../../contract/types";
import { OBSTACLES } from "./words";

export const EMPTY: Debrief = {
  backup_kicked_in: "not_tried",
  team_knew_the_procedure: "not_tried",
  degraded_mode_worked: "not_tried",
  actions: [],
  evidence: [],
};

/** A drill that ended so proves no way there and back. */
const UNPROVED: readonly Fact[] = ["ended_early", "undo_failed", "stuck", "stayed", "blocked"];

/** What the result most likely is, before anybody says anything. */
export function suggested({ facts, measured, kind }: DrillView): DrillOutcome {
  if (facts.includes("slept") || measured.doubts.length > 0) return "inconclusive";
  if (facts.some((fact) => UNPROVED.includes(fact))) return "fail";
  return kind === "tabletop" || facts.includes("worked_on_backup") ? "pass" : "fail";
}

/** Fingerprints as they are pasted, one a line; null where one is none. */
export function fingerprints(text: string): string[] | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim().split(/\s+/)[0]?.toLowerCase() ?? "")
    .filter((line) => line !== "");
  return lines.every((line) => /^[0-9a-f]{64}$/.test(line)) ? lines : null;
}

export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What stands in the way of signing, as the program names it; empty where something else is wrong. */
export function obstaclesOf(error: WireError | null): string[] {
  if (!error) return [];
  const { allowed, params } = error;
  const named = [...allowed, ...(params.obstacles ?? "").split(/[\s,]+/), params.reason ?? ""];
  return OBSTACLES.filter((obstacle) => named.includes(obstacle));
}

/** The cost of so many seconds at a rate an hour. */
export function costOf(perHour: WireMoney, seconds: number): WireMoney {
  return { ...perHour, amount: ((Number(perHour.amount) * seconds) / 3600).toFixed(2) };
}

/** Seconds that each phase took, in the order of the drill; phases that came twice are added. */
export function timesOf(phases: readonly PhaseView[]): { phase: PhaseView["phase"]; seconds: number }[] {
  const times = new Map<PhaseView["phase"], number>();
  for (const { phase, from, until } of phases) {
    if (until === null) continue;
    const seconds = (Date.parse(until) - Date.parse(from)) / 1000;
    times.set(phase, (times.get(phase) ?? 0) + seconds);
  }
  return [...times].map(([phase, seconds]) => ({ phase, seconds }));
}
