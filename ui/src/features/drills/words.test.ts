import { describe, expect, it } from "vitest";
import type { DrillBoardRow, StepState } from "../../contract/types";
import { ago } from "../providers/ago";
import { bars } from "../providers/geometry";
import { hasChance } from "../providers/words";
import { begun, byUrgency, clock, isAdvice, markOf } from "./words";

const DAY = 86_400;

describe("how long ago", () => {
  it.each([
    [0, "today", 0],
    [1, "days", 1],
    [13, "days", 13],
    [21, "weeks", 3],
    [91, "months", 3],
    [212, "months", 7],
    [800, "years", 2],
  ] as const)("says %i days as %s", (days, unit, count) => {
    expect(ago(days * DAY)).toEqual({ unit, count });
  });
});

describe("readiness", () => {
  const readiness = {
    chance: 0.78,
    in_ten: 8,
    on_demand_failure: 0.2,
    worked: 4,
    tried: 4,
    talked_through: 0,
    inconclusive: 0,
    failing: [],
    not_observed: [],
  };
  it("tells a chance only where something was tried and nothing stands against it", () => {
    expect(hasChance({ ...readiness, standing: "worked" })).toBe(true);
    expect(hasChance({ ...readiness, standing: "failed" })).toBe(true);
    expect(hasChance({ ...readiness, standing: "not_ready" })).toBe(false);
    expect(hasChance({ ...readiness, standing: "unknown" })).toBe(false);
    expect(hasChance({ ...readiness, standing: "untested", tried: 0 })).toBe(false);
  });
});

describe("the clock", () => {
  it.each([
    [0, "0:00"],
    [59.9, "0:59"],
    [1062, "17:42"],
    [3849, "1:04:09"],
    [-3, "0:00"],
  ])("reads %d s as %s", (seconds, text) => expect(clock(seconds)).toBe(text));
});

describe("steps", () => {
  const states: StepState[] = ["verified", "undone", "started", "untouched"];
  it("takes back only what began, the last one first", () => {
    const steps = states.map((state, place) => ({ state, place }));
    expect(begun(steps).map(({ place }) => place)).toEqual([2, 0]);
  });
  it("shows a failed undo before anything else", () => {
    expect(markOf("undo_failed", true)).toBe("failed");
    expect(markOf("untouched", true)).toBe("now");
    expect(states.map((state) => markOf(state, false))).toEqual(["done", "back", "now", "waits"]);
  });
});

describe("the board", () => {
  it("has the overdue first, and of equals what is due first", () => {
    const row = (pair: string, state: string, left: number) =>
      ({ pair, cadence: { state, days_left: left } }) as DrillBoardRow;
    const rows = [row("a", "done", 90), row("b", "due", 40), row("c", "overdue", -3), row("d", "due", 22)];
    expect(rows.sort(byUrgency).map(({ pair }) => pair)).toEqual(["c", "d", "b", "a"]);
  });
  it("tells what keeps a plan from starting from what is advice", () => {
    expect(isAdvice("no_owner")).toBe(false);
    expect(isAdvice("rpo_not_measured")).toBe(true);
  });
});

describe("a strip", () => {
  const piece = (slowest: number | null, worst: "up" | "down" | "not_observed" = "up") => ({
    from: String(slowest),
    worst,
    slowest_milliseconds: slowest,
  });
  it("has one scale from zero, and no bar where nobody saw", () => {
    const [slow, quick, unseen] = bars([piece(400), piece(200), piece(null, "not_observed")], 16);
    expect(slow?.height).toBe(16);
    expect(quick?.height).toBe(8);
    expect(unseen?.height).toBe(0);
  });
  it("keeps the shortest bar higher than a dot", () => {
    const [, quick] = bars([piece(4000), piece(4)], 16);
    expect(quick?.height).toBeGreaterThan(4);
  });
});
