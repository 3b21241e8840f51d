import { scaleLinear } from "d3-scale";
import type { ExposureRow } from "../../contract/types";

/** A little air right of the longest bar. */
const HEADROOM = 1.025;
const TICKS = 4;
const GRID_LINES = 7;

export interface Part {
  mark: "proven" | "stale" | "unproven";
  amount: number;
}

/** What stays, what a renewed proof takes away, what a first proof takes away: solid, hatched, outline. */
export function parts(row: Pick<ExposureRow, "solid" | "expired" | "untested">): Part[] {
  const all: Part[] = [
    { mark: "proven", amount: Number(row.solid.amount) },
    { mark: "stale", amount: Number(row.expired.amount) },
    { mark: "unproven", amount: Number(row.untested.amount) },
  ];
  return all.filter((part) => part.amount > 0);
}

export interface Scale {
  /** Percent of the width. */
  at: (amount: number) => number;
  ticks: number[];
  grid: number[];
}

/** One linear scale from zero for all rows. */
export function exposureScale(amounts: number[]): Scale {
  const longest = Math.max(1, ...amounts);
  const scale = scaleLinear()
    .domain([0, longest * HEADROOM])
    .range([0, 100]);
  return { at: (amount) => scale(amount), ticks: scale.ticks(TICKS), grid: scale.ticks(GRID_LINES) };
}

/** Right of this the words would run out of the chart and move into the bar. */
const WORDS_FIT_UNTIL = 62;

export const wordsInside = (end: number): boolean => end > WORDS_FIT_UNTIL;
