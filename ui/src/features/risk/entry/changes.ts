import type { OptionChange } from "../../../contract/types";
import { numberOf, spanOf } from "./amounts";
import { groupWords, type Names, readGroup } from "./groups";

export const CHANGE_KINDS = ["add", "set", "replace", "remove"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A change of an option while it is typed. */
export interface ChangeDraft {
  kind: ChangeKind;
  /** What is changed. */
  to: string;
  /** What it gets to choose from, in words. */
  choice: string;
  from: string;
  with: string;
  outages: string;
  outage: string;
  /** Of a hundred calls, how many fail. */
  failure: string;
}

export const NEW_CHANGE: ChangeDraft = {
  kind: "add",
  to: "",
  choice: "",
  from: "",
  with: "",
  outages: "",
  outage: "",
  failure: "",
};

const HUNDRED = 100;
const text = (value: number | null) => (value === null ? "" : String(value));
/** No more digits than a person typed: 0.07 × 100 is 7. */
const scaled = (value: number, by: number) => Number((value * by).toPrecision(12));

export function changeDraft(
  change: OptionChange,
  names: Names,
  choice: (need: number, members: string) => string,
): ChangeDraft {
  if ("add" in change) {
    return { ...NEW_CHANGE, to: change.add.to, choice: groupWords(change.add, names, choice) };
  }
  if ("set" in change) {
    const { of, outages_per_year, outage, on_demand_failure } = change.set;
    const failure = on_demand_failure === null ? "" : text(scaled(on_demand_failure, HUNDRED));
    return {
      ...NEW_CHANGE,
      kind: "set",
      to: of,
      outages: text(outages_per_year),
      outage: outage ?? "",
      failure,
    };
  }
  if ("replace" in change) return { ...NEW_CHANGE, kind: "replace", ...change.replace };
  return { ...NEW_CHANGE, kind: "remove", to: change.remove.to, from: change.remove.need };
}

/** Null while it says nothing yet. */
export function changeOf(draft: ChangeDraft, names: Names): OptionChange | null {
  const { kind, to, from } = draft;
  if (to === "") return null;
  if (kind === "add") {
    const { group } = readGroup(draft.choice, names);
    return group ? { add: { to, ...group } } : null;
  }
  if (kind === "replace") {
    return from === "" || draft.with === "" ? null : { replace: { to, from, with: draft.with } };
  }
  if (kind === "remove") return from === "" ? null : { remove: { to, need: from } };
  const failure = numberOf(draft.failure);
  const set = {
    of: to,
    outages_per_year: numberOf(draft.outages),
    outage: draft.outage.trim() === "" ? null : spanOf(draft.outage),
    on_demand_failure: failure === null ? null : scaled(failure, 1 / HUNDRED),
  };
  const isSaid = set.outages_per_year !== null || set.outage !== null || set.on_demand_failure !== null;
  return isSaid ? { set } : null;
}
