import { describe, expect, it } from "vitest";
import type { CompareDay } from "../../contract/types";
import { heat, shares, trend, turn, weeks } from "./geometry";

const day = (date: string, unexplained: number | null, limit = 18): CompareDay => ({
  date,
  state: unexplained === null ? "missed" : unexplained > limit ? "over" : "clean",
  run: null,
  unexplained,
  rows: 100,
  drifted: false,
});
const planned: CompareDay = { ...day("2026-03-09", null), state: "planned" };

describe("the calendar of a parallel run", () => {
  it("begins on a Monday and ends with a whole week", () => {
    const grid = weeks([day("2026-02-07", 22), day("2026-02-08", 19), day("2026-02-09", 14)]);
    expect(grid).toHaveLength(2);
    expect(grid[0]?.map((one) => one?.date ?? null)).toEqual([
      null,
      null,
      null,
      null,
      null,
      "2026-02-07",
      "2026-02-08",
    ]);
    expect(grid[1]?.[0]?.date).toBe("2026-02-09");
  });
  it("keeps a gap of days that nobody knows of", () => {
    expect(weeks([day("2026-02-09", 1), day("2026-02-11", 2)])[0]?.[1]).toBeNull();
    expect(weeks([])).toEqual([]);
  });
});

describe("the trend", () => {
  it("starts at zero, is linear, and leaves out what is only planned", () => {
    const { bars, at, ticks } = trend([day("2026-02-07", 0), day("2026-02-08", 300), planned], 18);
    expect(bars).toHaveLength(2);
    expect(at(0)).toBe(0);
    expect(at(300)).toBeCloseTo(2 * at(150), 10);
    expect(at(300)).toBeLessThan(100);
    expect(ticks[0]).toBe(0);
  });
  it("draws no bar where nothing was compared", () => {
    expect(trend([day("2026-02-07", null)], 0).bars[0]?.height).toBeNull();
  });
  it("shows the tolerance also where everything is far below it", () => {
    expect(trend([day("2026-02-07", 1)], 500).at(500)).toBeLessThanOrEqual(100);
  });
  it("keeps within the width", () => {
    const many = Array.from({ length: 400 }, () => day("2026-02-07", 1));
    const last = trend(many, 0).bars.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(100);
  });
});

describe("the turn", () => {
  it("is the first day over the tolerance after the last clean one, also across a missed one", () => {
    const days = [
      day("2026-03-01", 0),
      day("2026-03-02", null),
      day("2026-03-03", 298),
      day("2026-03-04", 301),
    ];
    expect(turn(days)).toEqual({ index: 2, date: "2026-03-03", from: 0, to: 298, drifted: false });
  });
  it("is none while it is clean, and none where it never was", () => {
    expect(turn([day("2026-03-01", 298), day("2026-03-02", 0)])).toBeNull();
    expect(turn([day("2026-03-01", 298)])).toBeNull();
    expect(turn([])).toBeNull();
  });
});

describe("counts", () => {
  it("are coloured by their size beside the largest", () => {
    expect([heat(0, 9), heat(7, 18_412), heat(312, 18_412), heat(18_412, 18_412), heat(1, 1)]).toEqual([
      0, 1, 2, 3, 3,
    ]);
  });
  it("are shares that add up to one; an outcome without cells has none", () => {
    const parts = shares({ equal: 90, tolerated: 6, known: 0, mismatch: 4, not_comparable: 0 });
    expect(parts.map(({ outcome }) => outcome)).toEqual(["equal", "tolerated", "mismatch"]);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});
