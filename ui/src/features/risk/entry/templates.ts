import type { MapSave, MapSheet, RiskTemplate } from "../../../contract/types";
import { thingsOf, titleOf } from "./entries";
import { groupsWithout } from "./groups";

/** What somebody made of a template: what is not theirs, and what they call it. */
export interface Chosen {
  left: ReadonlySet<string>;
  titles: ReadonlyMap<string, string>;
}

/** Entries of a template that the map has already: they stay as they are. */
export const knownOf = (template: RiskTemplate, sheet: MapSheet): Set<string> => {
  const there = new Set([...thingsOf(sheet), ...sheet.options].map(({ id }) => id));
  return new Set(
    thingsOf(template)
      .map(({ id }) => id)
      .filter((id) => there.has(id)),
  );
};

/** What is kept, under its own names, and without any mention of what is not. */
export function savedOf(template: RiskTemplate, sheet: MapSheet, { left, titles }: Chosen): MapSave {
  const known = knownOf(template, sheet);
  const isKept = ({ id }: { id: string }) => !left.has(id) && !known.has(id);
  const named = <T extends { id: string; title: string | null }>(entry: T): T => ({
    ...entry,
    title: titles.get(entry.id)?.trim() || titleOf(entry),
  });
  const without = <T extends { needs: { any_of: string[]; need: number }[] }>(entry: T): T => ({
    ...entry,
    needs: [...left].reduce(
      (groups, id) => (known.has(id) ? groups : groupsWithout(groups, id)),
      entry.needs,
    ),
  });
  return {
    processes: template.processes.filter(isKept).map(named).map(without),
    components: template.components
      .filter(isKept)
      .map(named)
      .map(without)
      .map((one) => ({
        ...one,
        recovery_needs: one.recovery_needs?.some(({ any_of }) => any_of.some((id) => left.has(id)))
          ? null
          : one.recovery_needs,
      })),
    revision: sheet.revision,
  };
}
