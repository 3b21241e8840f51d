import { scaleLinear } from "d3-scale";
import type { Cells, CompareDay, Outcome } from "../../contract/types";
import { addDays, weekday } from "../schedule/dates";

const WEEK = 7;

/** Days in weeks from a Monday; null where a week begins or ends outside. */
export function weeks(days: CompareDay[]): (CompareDay | null)[][] {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const byDate = new Map(days.map((day) => [day.date, day]));
  const all: (CompareDay | null)[][] = [];
  for (let monday = addDays(first.date, -weekday(first.date)); monday <= last.date; ) {
    all.push(Array.from({ length: WEEK }, (_, index) => byDate.get(addDays(monday, index)) ?? null));
    monday = addDays(monday, WEEK);
  }
  return all;
}

/** More days than this would be too thin to tell apart. */
const TREND_DAYS = 90;
const TICKS = 3;
/** Air between two bars, as a share of a day. */
const GAP = 0.2;
const HEADROOM = 1.03;
/** Room for the words above the line of the tolerance. */
const WORDS_ABOVE = 1.3;
/** Fewer days than this leave the rest of the width empty: a bar is a day, not a wall. */
const LEAST_DAYS = 14;

export interface Bar {
  day: CompareDay;
  /** Percent of the width. */
  x: number;
  width: number;
  /** Percent of the height; none where nothing could be compared. */
  height: number | null;
}

export interface Trend {
  bars: Bar[];
  /** Percent of the height. */
  at: (rows: number) => number;
  ticks: number[];
}

/** Days that have come: what is planned has nothing to show. */
export const past = (days: CompareDay[]): CompareDay[] => days.filter((day) => day.state !== "planned");

/** One bar a day, on a linear scale from zero. */
export function trend(days: CompareDay[], tolerated: number): Trend {
  const shown = past(days).slice(-TREND_DAYS);
  const highest = Math.max(1, tolerated * WORDS_ABOVE, ...shown.map((day) => day.unexplained ?? 0));
  const scale = scaleLinear()
    .domain([0, highest * HEADROOM])
    .range([0, 100]);
  const step = 100 / Math.max(LEAST_DAYS, shown.length);
  return {
    at: (rows) => scale(rows),
    ticks: scale.ticks(TICKS).filter(Number.isInteger),
    bars: shown.map((day, index) => ({
      day,
      x: index * step + (step * GAP) / 2,
      width: step * (1 - GAP),
      height: day.unexplained === null ? null : scale(day.unexplained),
    })),
  };
}

export interface Turn {
  index: number;
  date: string;
  from: number;
  to: number;
  drifted: boolean;
}

/** The day since when it is over its tolerance without a break, if it was clean before. */
export function turn(days: CompareDay[]): Turn | null {
  const told = past(days)
    .slice(-TREND_DAYS)
    .map((day, index) => ({ day, index }))
    .filter(({ day }) => day.unexplained !== null);
  let at = told.length;
  while (at > 0 && told[at - 1]?.day.state === "over") at -= 1;
  const [clean, over] = [told[at - 1], told[at]];
  if (!clean || !over) return null;
  return {
    index: over.index,
    date: over.day.date,
    from: clean.day.unexplained ?? 0,
    to: over.day.unexplained ?? 0,
    drifted: over.day.drifted,
  };
}

/** How strongly a count is coloured: a dot for none, then three steps by its size beside the largest. */
export function heat(count: number, largest: number): 0 | 1 | 2 | 3 {
  if (count <= 0 || largest <= 0) return 0;
  const share = Math.log1p(count) / Math.log1p(largest);
  return share > 0.8 ? 3 : share > 0.5 ? 2 : 1;
}

export const OUTCOMES: readonly Outcome[] = ["equal", "tolerated", "known", "mismatch", "not_comparable"];

export interface CellShare {
  outcome: Outcome;
  cells: number;
  share: number;
}

/** What became of the cells, in shares that add up to one. */
export function shares(cells: Cells): CellShare[] {
  const all = OUTCOMES.reduce((sum, outcome) => sum + cells[outcome], 0);
  return OUTCOMES.filter((outcome) => cells[outcome] > 0).map((outcome) => ({
    outcome,
    cells: cells[outcome],
    share: cells[outcome] / all,
  }));
}
