import { describe, expect, it } from "vitest";
import { CENTRE, dialOf, RADIUS, wholeOf } from "./dial";

const far = ({ x, y }: { x: number; y: number }) => Math.hypot(x - CENTRE.x, y - CENTRE.y);

describe("the dial of a drill", () => {
  it("leaves a third of the target for being late, and grows before the hand reaches its end", () => {
    expect(wholeOf(1800, 0)).toBe(2400);
    expect(wholeOf(1800, 2000)).toBe(2400);
    const grown = wholeOf(1800, 2390);
    expect(grown).toBeGreaterThan(2390 * 1.1);
    expect(wholeOf(1800, 90_000)).toBeGreaterThan(90_000);
  });
  it("begins at the lower left, and the hand goes round with the time", () => {
    expect(dialOf(1800, 0, []).hand).toBe(135);
    expect(dialOf(1800, 1200, []).hand).toBe(270);
    expect(dialOf(1800, 1800, []).hand).toBeCloseTo(337.5);
  });
  it("marks the target on the ring and says nothing twice beside it", () => {
    const { notch, labels } = dialOf(1800, 60, []);
    expect(notch && far(notch)).toBeCloseTo(RADIUS + 18, 0);
    expect(labels.map(({ seconds }) => seconds / 60)).toEqual([0, 10, 20, 40]);
  });
  it("has an arc for each stretch of time, and none for what takes no time", () => {
    const { arcs } = dialOf(1800, 1062, [
      { from: 0, until: 100, isNow: false },
      { from: 100, until: 101, isNow: false },
      { from: 101, until: 1062, isNow: true },
    ]);
    expect(arcs.map(({ isNow }) => isNow)).toEqual([false, true]);
    expect(arcs.every(({ path }) => /^M[\d. ]+A121 121 0 [01] 1 [\d. ]+$/.test(path))).toBe(true);
  });
  it("takes the long way round where more than half is gone", () => {
    const path = dialOf(1800, 2000, [{ from: 0, until: 2000, isNow: true }]).arcs[0]?.path ?? "";
    expect(path).toContain("A121 121 0 1 1");
  });
  it("stands without a target, and has no overtime then", () => {
    const dial = dialOf(null, 30, []);
    expect(dial).toMatchObject({ notch: null, overtime: null, whole: 600 });
    expect(dial.ticks.length).toBeLessThanOrEqual(46);
  });
  it("has ticks that can be counted for a minute and for a day", () => {
    for (const target of [40, 600, 7200, 86_400]) {
      const { ticks } = dialOf(target, 0, []);
      expect(ticks.length).toBeGreaterThan(5);
      expect(ticks.length).toBeLessThanOrEqual(46);
    }
  });
});
