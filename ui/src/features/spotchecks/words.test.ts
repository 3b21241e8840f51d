import { describe, expect, it } from "vitest";
import type { RoundResult } from "../../contract/types";
import { CAUSES, countOf, fileNameOf, measureOf, openOf, REASONS, roomOf, shareOf, worse } from "./words";

const result = (part: object) =>
  ({
    total: { at_most: null },
    money: { over: { at_most: null }, under: { at_most: null } },
    tolerable_items: null,
    tolerable_value: null,
    ...part,
  }) as RoundResult;
const money = { over: { at_most: "12402.00" }, under: { at_most: "900.00" } };

describe("what the conclusion speaks of", () => {
  it("is what has a limit and is asked for", () => {
    expect(measureOf(result({ money, tolerable_value: "13500.00" }))).toBe("money");
    expect(measureOf(result({ money, total: { at_most: 25 }, tolerable_items: 24 }))).toBe("items");
    expect(measureOf(result({ money }))).toBe("money");
    expect(measureOf(result({}))).toBe("none");
  });
  it("takes the direction in which more may be wrong", () => {
    expect(worse(result({ money })).at_most).toBe("12402.00");
    const under = { over: { at_most: null }, under: { at_most: "1.00" } };
    expect(worse(result({ money: under })).at_most).toBe("1.00");
  });
  it("says how much room is left, or how much is too much", () => {
    expect(roomOf(result({ total: { at_most: 20 }, tolerable_items: 24 }))).toBe(4);
    expect(roomOf(result({ total: { at_most: 97 }, tolerable_items: 24 }))).toBe(-73);
    expect(roomOf(result({ tolerable_items: 24 }))).toBeNull();
  });
});

describe("reasons and causes", () => {
  it("offers five reasons, the last of which names no cause", () => {
    expect(REASONS).toHaveLength(5);
    expect(REASONS.at(-1)).toBeNull();
    for (const reason of REASONS.slice(0, -1)) expect(CAUSES).toContain(reason);
  });
});

describe("a percentage", () => {
  it.each([
    ["5%", 0.05],
    ["0.5%", 0.005],
    ["5", null],
    [null, null],
  ])("%j is %j", (text, share) => expect(shareOf(text)).toBe(share));
});

describe("how many", () => {
  it.each([
    ["0", 0],
    [" 37 ", 37],
    ["1,200", 1200],
    ["1'234'567", 1_234_567],
    ["1 200", 1200],
  ])("reads %s", (text, count) => expect(countOf(text)).toBe(count));
  it.each(["", "-1", "1.5", "1,20", "12,34,567", "1.200,300", "a few", "1e3"])("refuses %s", (text) =>
    expect(countOf(text)).toBeNull(),
  );
  it("counts first and second looks as work", () => {
    const work = { person: "Ana", given: 5, done: 3, second_given: 2, second_done: 2 };
    expect(openOf(work)).toBe(2);
    expect(openOf({ ...work, done: 5 })).toBe(0);
    expect(openOf({ ...work, done: 5, second_done: 0 })).toBe(2);
  });
});

describe("the name of a work file", () => {
  it("says whose it is, in letters that every file system takes", () => {
    expect(fileNameOf("february-payouts", 4, "Lena Hartwig")).toBe("february-payouts-4-lena-hartwig.work");
    expect(fileNameOf("fees", 1, "Žofie O'Brien / Ops")).toBe("fees-1-zofie-o-brien-ops.work");
    expect(fileNameOf("fees", 1, "李")).toBe("fees-1.work");
  });
});
