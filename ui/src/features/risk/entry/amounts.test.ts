import { describe, expect, it } from "vitest";
import { endsOf, moneyOf, perHour, secondsOf, shareOf, spanOf } from "./amounts";

describe("what people type", () => {
  it.each([
    ["€1,200", "1200"],
    ["1.200,50 €", "1200.50"],
    ["1 200", "1200"],
    ["12,50", "12.50"],
    ["0.400", "0.400"],
    ["1,234,567.8", "1234567.8"],
    ["−5", "-5"],
    ["-5", "-5"],
    ["a lot", "a lot"],
    ["1,20,0", "1,20,0"],
  ])("%s is the amount %s", (typed, amount) => expect(moneyOf(typed)).toBe(amount));

  it.each([
    ["4h", "4h"],
    ["90 min", "90m"],
    ["2 days", "2d"],
    ["1.5 hours", "90m"],
    ["0,5 d", "12h"],
    ["1 week", "7d"],
    ["soon", "soon"],
    ["4", "4"],
    ["0.3 s", "0.3 s"],
  ])("%s is the duration %s", (typed, span) => expect(spanOf(typed)).toBe(span));

  it.each([
    ["30", "30%"],
    ["12,5 %", "12.5%"],
    ["half", "half"],
  ])("%s is the share %s", (typed, share) => expect(shareOf(typed)).toBe(share));

  it("reads both ends of a range, and durations back", () => {
    expect(endsOf("800 to 1,600")).toEqual(["800", "1,600"]);
    expect(endsOf("1h – 8h")).toEqual(["1h", "8h"]);
    expect(endsOf("800")).toBeNull();
    expect(endsOf("1 to 2 to 3")).toBeNull();
    expect(secondsOf("26h")).toBe(93_600);
    expect(secondsOf("26 h")).toBeNull();
  });

  it("takes an hour from a year, rounded to the nearest unit, without a float", () => {
    expect(perHour("1,200,000", "2000")).toBe("600");
    expect(perHour("9007199254740993000", "1000")).toBe("9007199254740993");
    expect(perHour("1500", "1000")).toBe("2");
    expect(perHour("1499", "1000")).toBe("1");
    expect(perHour("", "2000")).toBeNull();
    expect(perHour("1200", "0")).toBeNull();
    expect(perHour("-1200", "10")).toBeNull();
  });
});
