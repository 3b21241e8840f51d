import type { Group } from "../../../contract/types";

/** What people call a thing, by its id. */
export type Names = ReadonlyMap<string, string>;

export const nameOf = (names: Names, id: string): string => names.get(id) ?? id;

/** `1 of: Card A, Card B`; a single one stands alone. The words around the number come from the catalogue. */
export function groupWords(
  group: Group,
  names: Names,
  choice: (need: number, members: string) => string,
): string {
  const members = group.any_of.map((id) => nameOf(names, id)).join(", ");
  return group.any_of.length === 1 ? members : choice(group.need, members);
}

export type ReadGroup =
  | { group: Group | null; wrong?: never }
  | { group?: never; wrong: "unknown" | "number" | "twice"; what: string };

/** The reverse: names or ids, in any case; empty is no group. A title may have commas of its own. */
export function readGroup(text: string, names: Names): ReadGroup {
  const counted = /^\s*(\d+)\s*[^\d:,]*:(.*)$/.exec(text);
  const pieces = (counted?.[2] ?? text).split(",").map((piece) => piece.trim());
  const members = pieces.filter((piece) => piece !== "");
  if (members.length === 0) return { group: null };
  const read = readMembers(members, names);
  if (typeof read === "string") return { wrong: "unknown", what: read };
  const twice = read.find((id, at) => read.indexOf(id) !== at);
  if (twice !== undefined) return { wrong: "twice", what: nameOf(names, twice) };
  const need = counted ? Number(counted[1]) : 1;
  if (need < 1 || need > read.length) return { wrong: "number", what: String(need) };
  return { group: { any_of: read, need } };
}

/** The ids, or the first name that nothing has. The longest run of pieces that is a name wins. */
function readMembers(pieces: string[], names: Names): string[] | string {
  const known = new Map([...names].flatMap(([id, title]) => [[title.toLowerCase(), id] as const]));
  for (const id of names.keys()) if (!known.has(id)) known.set(id, id);
  const ids: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    let end = pieces.length;
    let found: string | undefined;
    for (; end > at && found === undefined; end -= 1) {
      found = known.get(pieces.slice(at, end).join(", ").toLowerCase());
    }
    if (found === undefined) return pieces[at] ?? "";
    ids.push(found);
    at = end + 1;
  }
  return ids;
}

/** Needs without something: a choice gets smaller, and one that is empty goes. */
export function groupsWithout(groups: Group[], id: string): Group[] {
  return groups
    .map((group) => {
      const members = group.any_of.filter((member) => member !== id);
      return { any_of: members, need: Math.min(group.need, members.length) };
    })
    .filter(({ any_of }) => any_of.length > 0);
}

export const isIn = (groups: Group[] | null, id: string): boolean =>
  groups?.some(({ any_of }) => any_of.includes(id)) ?? false;
