import { describe, expect, it } from "vitest";
import { groupsWithout, groupWords, readGroup } from "./groups";

const names = new Map([
  ["a", "Card A"],
  ["b", "Card B"],
  ["c", "Berlin, the hall"],
  ["d", "D"],
]);
const choice = (need: number, members: string) => `${need} of: ${members}`;

describe("groups in words", () => {
  it.each([
    { any_of: ["a"], need: 1 },
    { any_of: ["a", "b"], need: 1 },
    { any_of: ["a", "c", "b"], need: 2 },
    { any_of: ["c"], need: 1 },
  ])("read back as they were written: %j", (group) => {
    expect(readGroup(groupWords(group, names, choice), names)).toEqual({ group });
  });

  it("take names in any case, ids, and no group where nothing is typed", () => {
    expect(readGroup("card a, b", names)).toEqual({ group: { any_of: ["a", "b"], need: 1 } });
    expect(readGroup("2 von: A, Card B", names)).toEqual({ group: { any_of: ["a", "b"], need: 2 } });
    expect(readGroup("  ", names)).toEqual({ group: null });
  });

  it("say what is wrong: a name that nothing has, more than there are, one twice", () => {
    expect(readGroup("Card A, Card X", names)).toEqual({ wrong: "unknown", what: "Card X" });
    expect(readGroup("3 of: Card A, Card B", names)).toEqual({ wrong: "number", what: "3" });
    expect(readGroup("0 of: Card A", names)).toEqual({ wrong: "number", what: "0" });
    expect(readGroup("Card A, a", names)).toEqual({ wrong: "twice", what: "Card A" });
  });

  it("without one of them ask for no more than are left, and go when they are empty", () => {
    const groups = [
      { any_of: ["a"], need: 1 },
      { any_of: ["a", "b"], need: 2 },
      { any_of: ["b", "d"], need: 1 },
    ];
    expect(groupsWithout(groups, "a")).toEqual([
      { any_of: ["b"], need: 1 },
      { any_of: ["b", "d"], need: 1 },
    ]);
  });
});
