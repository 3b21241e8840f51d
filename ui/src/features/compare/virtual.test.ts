import { describe, expect, it } from "vitest";
import { drawn, height, reveal, scrollOf, step, TALLEST, topOf } from "./virtual";

const small = { rows: 500, rowHeight: 32, seen: 640 };
const huge = { rows: 2_400_000, rowHeight: 32, seen: 640 };

describe("a list of which only a part is drawn", () => {
  it("is as tall as its rows until no browser could scroll it", () => {
    expect(height(small)).toBe(16_000);
    expect(height(huge)).toBe(TALLEST);
  });
  it.each([small, huge])("reaches the first and the last row", (sizes) => {
    expect(topOf(sizes, 0)).toBe(0);
    const end = topOf(sizes, height(sizes) - sizes.seen);
    expect(end + sizes.seen / sizes.rowHeight).toBeCloseTo(sizes.rows, 6);
    expect(drawn(sizes, end).to).toBe(sizes.rows);
  });
  it.each([small, huge])("finds its way back from a row to the scroll bar", (sizes) => {
    for (const top of [0, 1, 17.5, 400]) expect(topOf(sizes, scrollOf(sizes, top))).toBeCloseTo(top, 6);
  });
  it("draws a few more rows than are seen, however long the list", () => {
    const { from, to } = drawn(huge, 1_200_000);
    expect(to - from).toBeLessThan(40);
  });
  it("moves as little as is needed to show a row", () => {
    expect(reveal(small, 10, 15)).toBe(10);
    expect(reveal(small, 10, 9)).toBe(9);
    expect(reveal(small, 10, 30)).toBe(11);
  });
  it("walks by rows, pages and to the ends, and never out of the list", () => {
    expect(step("ArrowDown", 3, small)).toBe(4);
    expect(step("ArrowUp", 0, small)).toBe(0);
    expect(step("PageDown", 0, small)).toBe(19);
    expect(step("End", 0, huge)).toBe(2_399_999);
    expect(step("Home", 7, huge)).toBe(0);
    expect(step("x", 7, huge)).toBeNull();
  });
});
