import { describe, expect, it } from "vitest";
import type { CalendarEntry, ScheduleStatus, SlotState } from "../../contract/types";
import { makeBundle, tryMessage } from "../../i18n/messages";
import { pulseOf, sumOf } from "./words";

const status = (change: Partial<ScheduleStatus> = {}): ScheduleStatus => ({
  holder: "agent",
  this_process: false,
  pid: 1,
  since: null,
  state: "running",
  paused: null,
  next: null,
  running: [],
  waiting: [],
  watching: [],
  missed: 0,
  dead: 0,
  alerts_waiting: 0,
  heartbeat: null,
  has_lines: true,
  ...change,
});

describe("who runs the schedule", () => {
  it.each([
    ["agent", status()],
    ["once", status({ holder: "once" })],
    ["window", status({ holder: "window", this_process: true })],
    ["other_window", status({ holder: "window" })],
    ["nobody", status({ holder: "nobody", state: "stopped" })],
    ["nobody", status({ holder: "agent", state: "stopped" })],
    ["stuck", status({ state: "stuck" })],
    ["stuck", status({ state: "stuck", holder: "nobody" })],
    ["nothing", status({ has_lines: false })],
    ["stuck", status({ has_lines: false, state: "stuck" })],
  ] as const)("%s", (pulse, given) => expect(pulseOf(given, false)).toBe(pulse));

  it("does not call for help over the demo company, whose clock is simulated", () => {
    expect(pulseOf(status({ holder: "nobody", state: "stopped" }), true)).toBe("demo");
    expect(pulseOf(status({ state: "stuck" }), true)).toBe("stuck");
  });

  it("says what ends with the window", () => {
    expect(tryMessage(makeBundle(), "pulse-window")).toBe(
      "This window runs the schedule: checks stop when Ballast quits",
    );
  });
});

const entry = (state: SlotState, count = 1): CalendarEntry => ({
  at: "2026-03-09T01:30:00Z",
  control: { id: "a", title: "A" },
  kind: "backup",
  level: null,
  state,
  run: null,
  count,
});

describe("the sum of a day", () => {
  it("puts first what needs a look, and counts what an entry stands for", () => {
    expect(sumOf([entry("passed", 6), entry("missed"), entry("passed"), entry("failed")])).toEqual([
      { state: "failed", count: 1, at: "2026-03-09T01:30:00Z" },
      { state: "missed", count: 1, at: "2026-03-09T01:30:00Z" },
      { state: "passed", count: 7, at: null },
    ]);
    expect(sumOf([])).toEqual([]);
  });
});
