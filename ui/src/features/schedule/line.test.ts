import { describe, expect, it } from "vitest";
import { changeEvery, EVERY, formOf, HOURS, type LineForm, lineOf, readClock } from "./line";

describe("a friendly form and its line", () => {
  const pairs: [LineForm, string][] = [
    [{ every: "day", clock: "02:30" }, "30 2 * * *"],
    [{ every: "day", clock: "00:00" }, "0 0 * * *"],
    [{ every: "weekdays", clock: "18:05" }, "5 18 * * 1-5"],
    [{ every: "week", weekday: 0, clock: "04:00" }, "0 4 * * 0"],
    [{ every: "week", weekday: 6, clock: "23:59" }, "59 23 * * 6"],
    [{ every: "month", day: 1, clock: "06:00" }, "0 6 1 * *"],
    [{ every: "month", day: 31, clock: "06:00" }, "0 6 31 * *"],
    [{ every: "hours", hours: 1, minute: 15 }, "15 * * * *"],
    [{ every: "hours", hours: 4, minute: 0 }, "0 */4 * * *"],
    [{ every: "own", line: "40 2-22/4 * * *" }, "40 2-22/4 * * *"],
  ];
  it.each(pairs)("%o", (form, line) => {
    expect(lineOf(form)).toBe(line);
    expect(formOf(line)).toEqual(form);
  });

  it("comes back from every time of the day and every step", () => {
    for (let hour = 0; hour < 24; hour += 1) {
      for (let minute = 0; minute < 60; minute += 7) {
        const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
        const forms: LineForm[] = [
          { every: "day", clock },
          { every: "weekdays", clock },
          ...[0, 1, 2, 3, 4, 5, 6].map((weekday): LineForm => ({ every: "week", weekday, clock })),
          ...[1, 15, 28, 31].map((day): LineForm => ({ every: "month", day, clock })),
          ...HOURS.map((hours): LineForm => ({ every: "hours", hours, minute })),
        ];
        for (const form of forms) expect(formOf(lineOf(form) ?? "")).toEqual(form);
      }
    }
  });

  it("reads other ways to write the same", () => {
    expect(formOf("0 4 * * 7")).toEqual({ every: "week", weekday: 0, clock: "04:00" });
    expect(formOf("0 4 * * Wed")).toEqual({ every: "week", weekday: 3, clock: "04:00" });
    expect(formOf("0 9 * * mon-fri")).toEqual({ every: "weekdays", clock: "09:00" });
    expect(formOf("05 */1 * * *")).toEqual({ every: "hours", hours: 1, minute: 5 });
    expect(formOf("  30   2 * * * ")).toEqual({ every: "day", clock: "02:30" });
  });

  it.each([
    "",
    "30 2 * *",
    "@daily",
    "*/20 2 * * *",
    "0,30 2 * * *",
    "40 2-22/4 * * *",
    "0 */5 * * *",
    "0 9 * jul 3",
    "0 0 13 * 5",
    "0 0 L * *",
    "60 2 * * *",
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 32 * *",
    "0 9 * * 1,3",
    "0 9 * * 8",
    "0 */4 * * 1",
    "0 */4 1 * *",
  ])("does not pretend to show %o", (line) => expect(formOf(line)).toEqual({ every: "own", line }));

  it("makes no line of what is incomplete", () => {
    for (const clock of ["", "2", "25:00", "12:60", "noon"]) {
      expect(lineOf({ every: "day", clock })).toBeNull();
    }
    expect(lineOf({ every: "month", day: 0, clock: "02:30" })).toBeNull();
    expect(lineOf({ every: "hours", hours: 5, minute: 0 })).toBeNull();
    expect(lineOf({ every: "hours", hours: 4, minute: 60 })).toBeNull();
    expect(lineOf({ every: "own", line: "   " })).toBeNull();
  });

  it("keeps the time of day when the form changes, and shows the line when it becomes one's own", () => {
    const day: LineForm = { every: "day", clock: "21:10" };
    expect(changeEvery(day, "month")).toEqual({ every: "month", day: 1, clock: "21:10" });
    expect(changeEvery(day, "hours")).toEqual({ every: "hours", hours: 4, minute: 10 });
    expect(changeEvery(day, "own")).toEqual({ every: "own", line: "10 21 * * *" });
    for (const every of EVERY) expect(lineOf(changeEvery(day, every))).not.toBeNull();
  });
});

describe("a time of day", () => {
  it.each([
    ["2:30", 2, 30],
    ["02:30", 2, 30],
    ["0230", 2, 30],
    [" 23:59 ", 23, 59],
  ])("%s", (text, hour, minute) => expect(readClock(text)).toEqual({ hour, minute }));
});
