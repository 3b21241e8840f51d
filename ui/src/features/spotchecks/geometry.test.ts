import { describe, expect, it } from "vitest";
import type { ItemResult } from "../../contract/types";
import { curve, scaleOf, scatter, steps } from "./geometry";

describe("the limit plot", () => {
  it("has one scale from zero that holds the largest mark", () => {
    const { at, ticks } = scaleOf([211, 12_402, 13_500]);
    expect(at(0)).toBe(0);
    expect(at(13_500)).toBeLessThan(100);
    expect(at(13_500)).toBeGreaterThan(90);
    expect(at(12_402) / at(13_500)).toBeCloseTo(12_402 / 13_500);
    expect(ticks[0]).toBe(0);
  });
  it("stands also where everything is zero or unknown", () => {
    expect(scaleOf([0, null]).at(0)).toBe(0);
    expect(Number.isFinite(scaleOf([]).at(5))).toBe(true);
  });
});

describe("the curve", () => {
  const point = (sample: number, upper: number, current = false) => ({ sample, at_most: 1, upper, current });
  it("runs from few to many, higher is further up", () => {
    const { marks, path, at } = curve([point(96, 0.03), point(24, 0.12, true), point(48, 0.06)], 0.05);
    expect(marks.map(({ sample }) => sample)).toEqual([24, 48, 96]);
    expect(marks[0]?.y).toBeLessThan(marks[2]?.y ?? 0);
    expect(at(0)).toBe(100);
    expect(path.startsWith("M2.00 ")).toBe(true);
  });
  it("names points only where words have room, and always where one stands now", () => {
    const { marks } = curve([point(24, 0.12), point(30, 0.1, true), point(36, 0.08), point(96, 0.03)], null);
    expect(marks.filter(({ isNamed }) => isNamed).map(({ sample }) => sample)).toEqual([30, 96]);
  });
  it("is nothing without points", () => {
    expect(curve([], null)).toMatchObject({ marks: [], path: "" });
  });
});

describe("the scatter", () => {
  const item = (id: string, paid: string, correct: string | null, judged: ItemResult["judged"]) =>
    ({ id, paid, correct, judged }) as ItemResult;
  it("puts equal figures on the diagonal, and too much above it", () => {
    const { dots, at } = scatter([
      item("a", "100.00", "100.00", "right"),
      item("b", "150.00", "100.00", "over"),
      item("c", "70.00", null, "unknown"),
    ]);
    expect(dots.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(dots[0]?.x).toBeCloseTo(100 - (dots[0]?.y ?? 0));
    expect(100 - (dots[1]?.y ?? 0)).toBeGreaterThan(dots[1]?.x ?? 0);
    expect(dots.map(({ isWrong }) => isWrong)).toEqual([false, true]);
    expect(at(0)).toBe(0);
  });
  it("holds payouts below zero", () => {
    const { dots, at } = scatter([item("a", "-620.00", "-600.00", "under"), item("b", "10", "10", "right")]);
    expect(at(0)).toBeGreaterThan(0);
    for (const { x, y } of dots) for (const place of [x, y]) expect(place >= 0 && place <= 100).toBe(true);
  });
});

describe("the steps", () => {
  it("marks what is done and what is now", () => {
    expect(steps(1, 3)).toEqual(["done", "now", "open"]);
    expect(steps(3, 3)).toEqual(["done", "done", "done"]);
  });
  it("gives up where marks would be too thin", () => expect(steps(1, 41)).toBeNull());
});
