import { scaleLinear } from "d3-scale";
import type { CurvePoint, ItemResult } from "../../contract/types";

const TICKS = 4;
/** Room right of the largest mark. */
const HEADROOM = 1.08;

export interface Scale {
  /** Percent of the width. */
  at: (value: number) => number;
  ticks: number[];
}

/** One linear scale from zero that holds all marks. */
export function scaleOf(values: (number | null)[]): Scale {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  const scale = scaleLinear()
    .domain([0, highest === 0 ? 1 : highest * HEADROOM])
    .range([0, 100]);
  return { at: (value) => scale(Math.max(0, value)), ticks: scale.ticks(TICKS) };
}

export interface CurveMark extends CurvePoint {
  /** It has room for words. */
  isNamed: boolean;
  /** Percent of the width and, from above, of the height. */
  x: number;
  y: number;
}

export interface Curve {
  marks: CurveMark[];
  /** The points as a path over a box of 100 by 100. */
  path: string;
  /** Percent of the height at which a share lies. */
  at: (share: number) => number;
}

/** Words of two points need so many percent of the width between them. */
const APART = 18;

/** What other sizes of sample would prove: few points, none hidden by others. */
export function curve(points: CurvePoint[], tolerable: number | null): Curve {
  const sorted = points.toSorted((one, other) => one.sample - other.sample);
  const [first, last] = [sorted[0]?.sample ?? 0, sorted.at(-1)?.sample ?? 1];
  const x = scaleLinear()
    .domain([first, Math.max(last, first + 1)])
    .range([2, 98]);
  const highest = Math.max(tolerable ?? 0, ...sorted.map(({ upper }) => upper));
  const y = scaleLinear()
    .domain([0, highest === 0 ? 1 : highest * HEADROOM])
    .range([100, 0]);
  const places = sorted.map((point) => ({ ...point, x: x(point.sample), y: y(point.upper) }));
  const now = places.find(({ current }) => current);
  let named = Number.NEGATIVE_INFINITY;
  const marks = places.map((point) => {
    const isFree = point.x - named >= APART && (!now || Math.abs(point.x - now.x) >= APART);
    const isNamed = point.current || isFree;
    if (isNamed) named = point.x;
    return { ...point, isNamed };
  });
  const path = marks.map((mark) => `${mark.x.toFixed(2)} ${mark.y.toFixed(2)}`).join("L");
  return { marks, path: path === "" ? "" : `M${path}`, at: (share) => y(share) };
}

export interface Dot {
  id: string;
  x: number;
  y: number;
  isWrong: boolean;
}

export interface Scatter {
  dots: Dot[];
  /** Where both figures are the same, as places of its two ends. */
  diagonal: { from: number; to: number };
  ticks: number[];
  at: (value: number) => number;
}

/** The system's figure over the recalculated one, on the same scale both ways. Items that nobody knows are left out. */
export function scatter(items: ItemResult[]): Scatter {
  const known = items.filter(({ correct }) => correct !== null);
  const values = known.flatMap(({ paid, correct }) => [Number(paid), Number(correct)]);
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const scale = scaleLinear()
    .domain([low, high + (high - low) * (HEADROOM - 1)])
    .range([0, 100]);
  return {
    dots: known.map(({ id, paid, correct, judged }) => ({
      id,
      x: scale(Number(correct)),
      y: 100 - scale(Number(paid)),
      isWrong: judged !== "right",
    })),
    diagonal: { from: scale(low), to: scale(high) },
    ticks: scale.ticks(TICKS - 1),
    at: (value) => scale(value),
  };
}

/** Up to so many items each has a mark of its own; more are one bar. */
const MOST_STEPS = 40;

/** One mark an item, done or now; null where there are too many to tell apart. */
export function steps(done: number, of: number): ("done" | "now" | "open")[] | null {
  if (of > MOST_STEPS) return null;
  return Array.from({ length: of }, (_, index) => (index < done ? "done" : index === done ? "now" : "open"));
}
