import { describe, expect, it } from "vitest";
import type { MapSheet } from "../../../contract/types";
import { applied, find, newComponent, newProcess, withoutEntry } from "./entries";
import { type Answers, answered, isAnswered, mapOf, NO_ANSWERS, notKnown, QUESTIONS } from "./firstmap";
import { savedOf } from "./templates";

const WORDS = { process: "Our main business", paper: "Paper in the safe" };
const EMPTY: MapSheet = { revision: 7, currency: "EUR", processes: [], components: [], options: [] };
const ALL: Answers = {
  ...NO_ANSWERS,
  process: "Taking orders",
  damage: "€2,600",
  outage: "8 hours",
  system: "Web shop",
  provider: "Nordhost",
  person: "Marta",
  deputy: "Tomas",
  site: "Hamburg",
  recovery: "paper",
};
const map = (answers: Answers, sheet = EMPTY) => mapOf(answers, sheet, WORDS, "2026-03-09");

describe("eight answers", () => {
  it("make a map in which the process hangs on its system and on one of the people", () => {
    const { processes = [], components = [], revision } = map(ALL);
    expect(revision).toBe(7);
    expect(processes).toHaveLength(1);
    expect(processes[0]).toMatchObject({
      id: "taking-orders",
      damage_per_hour: "2600",
      worst_case_outage: "8h",
      owner: "Marta",
      deputy: "Tomas",
      needs: [
        { any_of: ["web-shop"], need: 1 },
        { any_of: ["marta", "tomas"], need: 1 },
      ],
      confirmed: "2026-03-09",
    });
    expect(components.find(({ id }) => id === "web-shop")).toMatchObject({
      kind: "system",
      needs: [
        { any_of: ["nordhost"], need: 1 },
        { any_of: ["hamburg"], need: 1 },
      ],
      recovery_needs: [{ any_of: ["paper-in-the-safe"], need: 1 }],
    });
    expect(components.map(({ kind }) => kind).sort()).toEqual([
      "document",
      "person",
      "person",
      "provider",
      "site",
      "system",
    ]);
  });

  it("may all be 'I don't know': then there is a process of which nobody said anything", () => {
    const answers = QUESTIONS.reduce(notKnown, ALL);
    const { processes = [], components = [] } = map(answers);
    expect(components).toEqual([]);
    expect(processes).toEqual([
      newProcess("our-main-business", "Our main business", { damage_per_hour: "0", worst_case_outage: "1d" }),
    ]);
    expect(QUESTIONS.every((question) => isAnswered(answers, question))).toBe(true);
  });

  it("without a system hang the process on what is behind it", () => {
    const { processes = [] } = map(notKnown(ALL, "system"));
    expect(processes[0]?.needs.map(({ any_of }) => any_of)).toEqual([
      ["nordhost"],
      ["hamburg"],
      ["marta", "tomas"],
    ]);
  });

  it("keep what was typed when one does not know after all, and the other way round", () => {
    const unsure = notKnown(ALL, "provider");
    expect(unsure.provider).toBe("Nordhost");
    expect(map(unsure).components?.some(({ id }) => id === "nordhost")).toBe(false);
    expect(answered(unsure, "provider", { provider: "Other" }).unknown).toEqual([]);
  });

  it("tell nobody-answered from nothing-needed for the way back in", () => {
    const back = (more: Partial<Answers>) =>
      map({ ...ALL, ...more }).components?.find(({ id }) => id === "web-shop")?.recovery_needs;
    expect(back({ recovery: "nothing" })).toEqual([]);
    expect(back({ recovery: "", unknown: ["recovery"] })).toBeNull();
    expect(back({ recovery: "person" })).toEqual([{ any_of: ["marta", "tomas"], need: 1 }]);
  });

  it("take what is there already, and add to what it needs", () => {
    const sheet: MapSheet = {
      ...EMPTY,
      processes: [newProcess("taking-orders", "Taking orders")],
      components: [
        newComponent("shop", "web shop", "service", { needs: [{ any_of: ["db"], need: 1 }], outage: "6h" }),
        newComponent("nord", "Nordhost", "provider"),
        newComponent("db", "Database", "data"),
      ],
    };
    const { processes = [], components = [] } = map(ALL, sheet);
    expect(processes[0]?.id).toBe("taking-orders-2");
    expect(components.some(({ id }) => id === "nord")).toBe(false);
    expect(components.find(({ id }) => id === "shop")).toMatchObject({
      kind: "service",
      outage: "6h",
      needs: [["db"], ["nord"], ["hamburg"]].map((any_of) => ({ any_of, need: 1 })),
    });
  });
});

describe("what goes takes every mention along", () => {
  const sheet: MapSheet = {
    ...EMPTY,
    processes: [newProcess("p", "P", { needs: [{ any_of: ["a", "b"], need: 2 }] })],
    components: [
      newComponent("a", "A", "system"),
      newComponent("b", "B", "system", {
        needs: [{ any_of: ["a"], need: 1 }],
        recovery_needs: [{ any_of: ["a"], need: 1 }],
      }),
      newComponent("c", "C", "system", { recovery_needs: [] }),
    ],
    options: [
      { id: "o", title: "O", cost_per_year: "1", change: [{ remove: { to: "p", need: "a" } }] },
      {
        id: "q",
        title: "Q",
        cost_per_year: "1",
        change: [{ add: { to: "p", any_of: ["a", "b"], need: 1 } }, { remove: { to: "p", need: "a" } }],
      },
    ],
  };
  const after = applied(sheet, withoutEntry(sheet, "a"), 8);

  it("in needs, ways back and options", () => {
    expect(JSON.stringify(after)).not.toContain('"a"');
    expect(after.processes[0]?.needs).toEqual([{ any_of: ["b"], need: 1 }]);
    expect(find(after, "o")).toBeNull();
    expect(after.options).toEqual([
      {
        id: "q",
        title: "Q",
        cost_per_year: "1",
        change: [{ add: { to: "p", any_of: ["b"], need: 1 } }],
      },
    ]);
    expect(after.revision).toBe(8);
  });

  it("but never turns an unanswered way back into 'nothing is needed'", () => {
    const back = (id: string) => after.components.find((one) => one.id === id)?.recovery_needs;
    expect(back("b")).toBeNull();
    expect(back("c")).toEqual([]);
  });
});

describe("a template", () => {
  const template = {
    id: "shop",
    title: "Shop",
    processes: [newProcess("till", "Till", { needs: [{ any_of: ["reader", "line"], need: 2 }] })],
    components: [newComponent("reader", "Reader", "provider"), newComponent("line", "Line", "network")],
  };
  const sheet = { ...EMPTY, components: [newComponent("line", "Our line", "network")] };

  it("brings what is kept under one's own names, without mention of what is not", () => {
    const titles = new Map([["till", " Cash desk "]]);
    expect(savedOf(template, sheet, { left: new Set(["reader"]), titles })).toEqual({
      processes: [newProcess("till", "Cash desk", { needs: [{ any_of: ["line"], need: 1 }] })],
      components: [],
      revision: 7,
    });
  });
});
