import { describe, expect, it } from "vitest";
import { makeFormat } from "./format";
import { localNumbers, makeBundle, numberLocale, tryMessage } from "./messages";

const NOW = Date.parse("2026-03-09T07:52:00Z");

function formatIn(locale: string, timezone = "Europe/Berlin") {
  const bundle = makeBundle();
  return makeFormat({
    locale: numberLocale(locale),
    timezone,
    now: () => NOW,
    translate: (id, values) => tryMessage(bundle, id, values) ?? id,
  });
}
const format = formatIn("en-US");

describe("money", () => {
  it("has no cents and a true minus", () => {
    expect(format.money({ amount: "31200.00", currency: "EUR" })).toBe("€31,200");
    expect(format.money({ amount: "-620", currency: "EUR" })).toBe("−€620");
    expect(format.money({ amount: "0", currency: "EUR" })).toBe("€0");
    expect(format.money({ amount: "0.40", currency: "EUR" })).toBe("under €1");
  });
  it("follows the numbers of the user's country", () => {
    expect(formatIn("de-DE").money({ amount: "31200", currency: "EUR" }).replace(/\s/g, " ")).toBe(
      "31.200 €",
    );
  });
});

describe("sizes and shares", () => {
  it("writes three digits, decimal", () => {
    expect(format.bytes(38_400_000_000)).toBe("38.4 GB");
    expect(format.bytes(1_180_000_000_000)).toBe("1.18 TB");
    expect(format.bytes(999_900)).toBe("1 MB");
    expect(format.bytes(412)).toBe("412 B");
    expect(format.exactBytes(2_231_044)).toBe("2,231,044 bytes");
  });
  it("never rounds something to nothing", () => {
    expect(format.percent(0.012, 1)).toBe("1.2%");
    expect(format.percent(0.87)).toBe("87%");
    expect(format.percent(0.0004, 1)).toBe("<0.1%");
    expect(format.percent(0)).toBe("0%");
  });
});

describe("durations", () => {
  it.each([
    [33, "33 s"],
    [41 * 60, "41 min"],
    [2 * 3600 + 10 * 60, "2 h 10 min"],
    [24 * 3600, "24 h"],
    [77 * 3600, "3 d 5 h"],
    [7 * 86_400, "7 d"],
    [59 * 60 + 40, "1 h"],
  ])("%d seconds", (seconds, text) => expect(format.duration(seconds)).toBe(text));

  it.each([
    [18 * 60, "18 min"],
    [3.5 * 3600, "3.5 h"],
    [26 * 3600, "26 h"],
    [5, "5 s"],
  ])("as the factor of a sum: %d", (seconds, text) => expect(format.factor(seconds)).toBe(text));
});

describe("dates, in the time zone of the workspace", () => {
  it("writes days", () => {
    expect(format.longDay("2026-03-09T07:52:00Z")).toBe("Monday 9 March 2026");
    expect(format.shortDay("2026-03-09T07:52:00Z")).toBe("Mon 9 Mar");
    expect(format.dayMonth("2024-03-02T10:00:00Z")).toBe("2 Mar 2024");
    expect(format.clock("2026-03-09T16:42:00Z")).toBe("17:42");
  });
  it("crosses midnight where the workspace does", () => {
    expect(format.shortDay("2026-03-09T23:30:00Z")).toBe("Tue 10 Mar");
    expect(formatIn("en-US", "America/New_York").shortDay("2026-03-10T03:30:00Z")).toBe("Mon 9 Mar");
    expect(formatIn("en-US", "UTC").clock("2026-03-09T00:05:00Z")).toBe("00:05");
  });
  it("uses relative words only close by", () => {
    expect(format.sentenceDay("2026-03-09T03:00:00Z")).toBe("today");
    expect(format.sentenceDay("2026-03-15T03:00:00Z")).toBe("Sunday");
    expect(format.sentenceDay("2026-02-23T03:00:00Z")).toBe("23 February");
    expect(format.upcoming("2026-03-10T02:00:00Z")).toBe("Tonight 03:00");
    expect(format.upcoming("2026-03-09T09:40:00Z")).toBe("10:40");
    expect(format.upcoming("2026-03-12T21:00:00Z")).toBe("Thu 22:00");
    expect(format.upcoming("2026-04-01T04:00:00Z")).toBe("1 Apr 06:00");
    expect(format.past("2026-03-08T02:12:00Z")).toBe("Sun 03:12");
    expect(format.past("2026-03-03T07:00:00Z")).toBe("3 Mar");
    expect(format.weekDay("2026-03-10T08:00:00Z")).toBe("Tue 10");
  });
});

describe("locales", () => {
  it("survives what Intl refuses", () => {
    expect(numberLocale("C")).toBe("en");
    expect(numberLocale("")).toBe("en");
    expect(numberLocale("de-DE")).toBe("de-DE");
    expect(formatIn("C").integer(21_300)).toBe("21,300");
  });
  it("writes the numbers of sentences like all others, with English plurals", () => {
    const bundle = makeBundle();
    const say = (count: number) =>
      tryMessage(bundle, "unit-packs", localNumbers({ count }, numberLocale("de-DE")));
    expect(say(1)).toBe("one pack");
    expect(say(21_300)).toBe("21.300 packs");
  });
  it("lists names without a comma before and", () => {
    expect(format.list(["Payouts", "E-mail", "Phones"])).toBe("Payouts, E-mail and Phones");
  });
});

describe("civil dates here", () => {
  it("are those of the workspace's zone", () => {
    expect(format.today()).toBe("2026-03-09");
    expect(formatIn("en-US", "Pacific/Auckland").today()).toBe("2026-03-09");
    expect(formatIn("en-US", "America/Los_Angeles").date("2026-03-09T07:52:00Z")).toBe("2026-03-09");
    expect(formatIn("en-US", "America/Los_Angeles").date("2026-03-09T06:52:00Z")).toBe("2026-03-08");
  });
  it("are named the same in every zone", () => {
    for (const zone of ["Europe/Berlin", "Pacific/Auckland", "Pacific/Honolulu"]) {
      expect(formatIn("en-US", zone).dateTitle("2026-03-09")).toBe("Monday 9 March");
      expect(formatIn("en-US", zone).month("2026-03-09")).toBe("March 2026");
      expect(formatIn("en-US", zone).dateWeekday("2026-03-08")).toBe("Sun");
      expect(formatIn("en-US", zone).weekday(0)).toBe("Sunday");
      expect(formatIn("en-US", zone).weekday(6)).toBe("Saturday");
    }
  });
  it("become instants, in winter, in summer and over the change", () => {
    expect(format.instantOf("2026-03-10", "08:00")).toBe("2026-03-10T07:00:00.000Z");
    expect(format.instantOf("2026-07-10", "08:00")).toBe("2026-07-10T06:00:00.000Z");
    expect(format.instantOf("2026-03-29", "08:00")).toBe("2026-03-29T06:00:00.000Z");
    expect(formatIn("en-US", "Pacific/Auckland").instantOf("2026-03-10", "08:00")).toBe(
      "2026-03-09T19:00:00.000Z",
    );
  });
  it("are said inside a sentence", () => {
    expect(format.when("2026-03-10T02:00:00Z")).toBe("tonight 03:00");
    expect(format.when("2026-03-09T09:40:00Z")).toBe("10:40");
    expect(format.when("2026-04-01T04:00:00Z")).toBe("1 Apr 06:00");
  });
});
