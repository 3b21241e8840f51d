import { describe, expect, it } from "vitest";
import { addMonths, isDate, monday, move, span, turn } from "./dates";

describe("civil dates", () => {
  it("know what a date is", () => {
    expect(isDate("2026-03-09")).toBe(true);
    for (const text of ["2026-02-30", "2026-3-9", "9 March", ""]) expect(isDate(text)).toBe(false);
  });
  it("begin the week on Monday, over the end of a year", () => {
    expect(monday("2026-03-09")).toBe("2026-03-09");
    expect(monday("2026-03-08")).toBe("2026-03-02");
    expect(monday("2026-01-01")).toBe("2025-12-29");
  });
  it("stay in the month that was turned to", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2026-12-09", 1)).toBe("2027-01-09");
    expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
  });
});

describe("the calendar", () => {
  it("shows whole weeks that hold the month", () => {
    expect(span("month", "2026-03-09")).toEqual({ from: "2026-02-23", days: 42 });
    expect(span("month", "2026-02-10")).toEqual({ from: "2026-01-26", days: 35 });
    expect(span("month", "2027-02-10")).toEqual({ from: "2027-02-01", days: 28 });
    expect(span("week", "2026-03-11")).toEqual({ from: "2026-03-09", days: 7 });
  });
  it("turns by what it shows", () => {
    expect(turn("month", "2026-03-31", -1)).toBe("2026-02-28");
    expect(turn("week", "2026-03-09", 1)).toBe("2026-03-16");
    expect(turn("list", "2026-03-09", -1)).toBe("2026-03-02");
  });
  it.each([
    ["ArrowLeft", "2026-02-28"],
    ["ArrowRight", "2026-03-02"],
    ["ArrowUp", "2026-02-22"],
    ["ArrowDown", "2026-03-08"],
    ["Home", "2026-02-23"],
    ["End", "2026-03-01"],
    ["PageUp", "2026-02-01"],
    ["PageDown", "2026-04-01"],
  ])("%s leads to %s", (key, date) => expect(move(key, "2026-03-01")).toBe(date));
  it("leaves other keys alone", () => expect(move("x", "2026-03-01")).toBeNull());
});
