import { describe, expect, it } from "vitest";
import { exposureScale, parts, wordsInside } from "./geometry";

const money = (amount: number) => ({ amount: String(amount), currency: "EUR" });

describe("the exposure chart", () => {
  it("draws what stays, what is expired and what is untested, in this order", () => {
    const row = { solid: money(1300), expired: money(7800), untested: money(0) };
    expect(parts(row)).toEqual([
      { mark: "proven", amount: 1300 },
      { mark: "stale", amount: 7800 },
    ]);
  });
  it("starts at zero and is linear", () => {
    const scale = exposureScale([31_200, 16_320, 420]);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(31_200)).toBeCloseTo(2 * scale.at(15_600), 10);
    expect(scale.at(31_200)).toBeLessThan(100);
    expect(scale.ticks).toEqual([0, 10_000, 20_000, 30_000]);
    expect(scale.grid).toEqual([0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000]);
  });
  it("holds when nothing costs anything", () => {
    expect(exposureScale([]).at(0)).toBe(0);
    expect(exposureScale([0]).ticks[0]).toBe(0);
  });
  it("moves words into a bar that leaves no room beside it", () => {
    expect(wordsInside(97)).toBe(true);
    expect(wordsInside(51)).toBe(false);
  });
});
