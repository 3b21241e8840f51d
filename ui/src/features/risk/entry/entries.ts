import type {
  ComponentEntry,
  ComponentKind,
  Group,
  MapSave,
  MapSheet,
  OptionChange,
  OptionEntry,
  ProcessEntry,
} from "../../../contract/types";
import { groupsWithout, isIn, type Names } from "./groups";

export const KINDS: readonly ComponentKind[] = [
  "service",
  "provider",
  "system",
  "data",
  "document",
  "person",
  "credential",
  "site",
  "network",
  "cloud",
];

/** What the program cuts an id of a title at. */
const ID_LENGTH = 56;

export type Found =
  | { of: "process"; entry: ProcessEntry }
  | { of: "component"; entry: ComponentEntry }
  | { of: "option"; entry: OptionEntry };
export type EntryKind = Found["of"];

export const titleOf = ({ id, title }: { id: string; title: string | null }): string => title ?? id;

export function find(sheet: MapSheet, id: string): Found | null {
  const process = sheet.processes.find((one) => one.id === id);
  if (process) return { of: "process", entry: process };
  const component = sheet.components.find((one) => one.id === id);
  if (component) return { of: "component", entry: component };
  const option = sheet.options.find((one) => one.id === id);
  return option ? { of: "option", entry: option } : null;
}

/** Everything that can be needed: processes and components. */
export const thingsOf = ({ processes, components }: Pick<MapSheet, "processes" | "components">) => [
  ...processes,
  ...components,
];

export const namesOf = (sheet: Pick<MapSheet, "processes" | "components">): Names =>
  new Map(thingsOf(sheet).map((thing) => [thing.id, titleOf(thing)]));

const takenIn = (sheet: MapSheet) => new Set([...thingsOf(sheet), ...sheet.options].map(({ id }) => id));

/** The nearest id to a title that is still free. */
export function freeId(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, ID_LENGTH)
      .replace(/^-+|-+$/g, "") || "item";
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
export const idIn = (sheet: MapSheet, title: string): string => freeId(title, takenIn(sheet));

export const newProcess = (id: string, title: string, more: Partial<ProcessEntry> = {}): ProcessEntry => ({
  id,
  title,
  owner: null,
  deputy: null,
  damage_per_hour: "0",
  damage_range: null,
  worst_case_outage: "1d",
  max_outage: null,
  rto: null,
  rpo: null,
  kept: null,
  degraded: null,
  loss: [],
  needs: [],
  confirmed: null,
  ...more,
});

export const newComponent = (
  id: string,
  title: string,
  kind: ComponentKind,
  more: Partial<ComponentEntry> = {},
): ComponentEntry => ({
  id,
  title,
  kind,
  outages_per_year: null,
  outages_range: null,
  outage: null,
  outage_range: null,
  needs: [],
  shares: {},
  recovery_needs: null,
  confirmed: null,
  ...more,
});

export const single = (id: string): Group => ({ any_of: [id], need: 1 });

/** Puts one entry in the place of the one with its id. */
export function saveOf({ of, entry }: Found): MapSave {
  if (of === "process") return { processes: [entry] };
  return of === "component" ? { components: [entry] } : { options: [entry] };
}

/** Who would have to do without it. */
export function neededBy(sheet: MapSheet, id: string): { id: string; title: string | null }[] {
  const back = sheet.components.filter((one) => isIn(one.recovery_needs, id));
  const needing = thingsOf(sheet).filter((thing) => isIn(thing.needs, id));
  return [...needing, ...back.filter((one) => !needing.includes(one))];
}

const idsOf = (change: OptionChange): string[] => {
  if ("add" in change) return [change.add.to, ...change.add.any_of];
  if ("set" in change) return [change.set.of];
  if ("replace" in change) return [change.replace.to, change.replace.from, change.replace.with];
  return [change.remove.to, change.remove.need];
};

/** A change that can do without it does; the others go with it. */
function changeWithout(change: OptionChange, id: string): OptionChange[] {
  if (!idsOf(change).includes(id)) return [change];
  if (!("add" in change) || change.add.to === id) return [];
  const [rest] = groupsWithout([change.add], id);
  return rest ? [{ add: { ...change.add, ...rest } }] : [];
}

/** Options that speak of it. */
export const optionsAbout = (sheet: MapSheet, id: string): OptionEntry[] =>
  sheet.options.filter(({ change }) => change.some((one) => idsOf(one).includes(id)));

/**
 * Takes an entry out together with every mention of it, in one save. Where a way back in named nothing else, it is
 * unanswered again: nobody said that nothing is needed. An option that would change nothing any more goes too.
 */
export function withoutEntry(sheet: MapSheet, id: string): MapSave {
  const remove = [id];
  const options = optionsAbout(sheet, id).flatMap((option) => {
    const change = option.change.flatMap((one) => changeWithout(one, id));
    if (change.length > 0) return [{ ...option, change }];
    remove.push(option.id);
    return [];
  });
  const processes = sheet.processes
    .filter((process) => process.id !== id && isIn(process.needs, id))
    .map((process) => ({ ...process, needs: groupsWithout(process.needs, id) }));
  const components = sheet.components
    .filter((one) => one.id !== id && (isIn(one.needs, id) || isIn(one.recovery_needs, id)))
    .map((one) => {
      const back = one.recovery_needs && groupsWithout(one.recovery_needs, id);
      const isEmptied = back?.length === 0 && one.recovery_needs?.length !== 0;
      return { ...one, needs: groupsWithout(one.needs, id), recovery_needs: isEmptied ? null : back };
    });
  return { processes, components, options, remove };
}

const merged = <T extends { id: string }>(list: T[], puts: T[], gone: string[]): T[] => [
  ...list.filter(({ id }) => !gone.includes(id)).map((old) => puts.find(({ id }) => id === old.id) ?? old),
  ...puts.filter(({ id }) => !list.some((old) => old.id === id)),
];

/** The sheet as it is once a change was saved, so that the next edit does not begin from what stood before it. */
export function applied(sheet: MapSheet, change: MapSave, revision: number): MapSheet {
  const { processes = [], components = [], options = [], remove = [] } = change;
  return {
    ...sheet,
    revision,
    processes: merged(sheet.processes, processes, remove),
    components: merged(sheet.components, components, remove),
    options: merged(sheet.options, options, remove),
  };
}

/** Never confirmed first, then the oldest. Options are offers, no facts: nobody confirms them. */
export const byAge = (sheet: MapSheet): (ProcessEntry | ComponentEntry)[] =>
  thingsOf(sheet).sort((a, b) => (a.confirmed ?? "").localeCompare(b.confirmed ?? ""));

/** What saying "still true" of these comes to. */
export function confirmed(sheet: MapSheet, ids: string[], today: string): MapSave {
  const said = <T extends { id: string }>(list: T[]) =>
    list.filter(({ id }) => ids.includes(id)).map((one) => ({ ...one, confirmed: today }));
  return { processes: said(sheet.processes), components: said(sheet.components) };
}
