import { describe, expect, it } from "vitest";
import { atMost, itemsOf, millionths } from "./chance";

describe("what a sample without errors proves", () => {
  // Hypergeometric limits, one-sided 95 %: shares of 5 % samples.
  it.each([
    [100, 5, 44.0],
    [200, 10, 25.0],
    [400, 20, 13.5],
    [1000, 50, 5.6],
    [5000, 250, 1.2],
    [20_000, 1000, 0.3],
  ])("%i payouts, %i looked at: at most %f%%", (population, sample, share) => {
    expect((atMost(population, sample, 0.05) / population) * 100).toBeCloseTo(share, 1);
  });
  it("proves everything when everything is looked at", () => {
    expect(atMost(480, 480, 0.05)).toBe(0);
    expect(atMost(480, 0, 0.05)).toBe(480);
  });
});

describe("a percentage", () => {
  it.each([
    ["5%", 50_000],
    ["5", 50_000],
    ["0,5 %", 5000],
    ["100%", 1_000_000],
    ["100.1%", null],
    ["a few", null],
    ["", null],
  ])("%j", (text, value) => expect(millionths(text)).toBe(value));
  it("rounds up to whole items", () => {
    expect(itemsOf(480, 50_000, null)).toBe(24);
    expect(itemsOf(481, 50_000, null)).toBe(25);
    expect(itemsOf(10, 50_000, 5)).toBe(5);
    expect(itemsOf(3, 10_000, 5)).toBe(3);
  });
});
