import type { DrillPlanView, DrillStart } from "../../contract/types";

/** What is filled in before a drill starts. */
export interface Keys {
  as: string;
  isAlone: boolean;
  second: string;
  phrase: string;
  hasRead: boolean;
  acceptsShared: boolean;
  isPresent: boolean;
}

export const MISSING = ["operator", "second", "same", "phrase", "read", "shared", "present"] as const;
export type Missing = (typeof MISSING)[number];

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** What both sides share, where somebody must accept it. */
export const sharedOf = (plan: DrillPlanView): string[] =>
  plan.preflight.find(({ code }) => code === "shared_fate")?.subjects ?? [];

/** The first thing that is missing; null where the drill may start. */
export function missingOf(keys: Keys, plan: DrillPlanView): Missing | null {
  if (keys.as.trim() === "") return "operator";
  if (keys.isAlone) {
    if (keys.phrase.trim() !== plan.phrase) return "phrase";
  } else {
    if (keys.second.trim() === "") return "second";
    if (same(keys.as, keys.second)) return "same";
  }
  if (plan.commands.length > 0 && !keys.hasRead) return "read";
  if (sharedOf(plan).length > 0 && !keys.acceptsShared) return "shared";
  return keys.isPresent ? null : "present";
}

/** What is asked of the program: consent is every command that was shown. */
export const requestOf = (keys: Keys, plan: DrillPlanView): DrillStart => ({
  id: plan.row.id,
  as: keys.as.trim(),
  ...(keys.isAlone ? { alone: keys.phrase.trim() } : { with: keys.second.trim() }),
  consent: keys.hasRead ? plan.commands : [],
  accept_shared: keys.acceptsShared,
  present: keys.isPresent,
});
