/** Centre and radius in the units of the drawing. */
export const CENTRE = { x: 158, y: 152 };
export const RADIUS = 126;
export const SIZE = { width: 316, height: 268 };

/** The dial is open below: it begins at the lower left and ends at the lower right, in degrees. */
const BEGINS = 135;
const SPANS = 270;
/** Past the target there is as much room as a third of it, so that being late is seen. */
const PAST = 4 / 3;
/** Without a target, ten minutes. */
const NO_TARGET = 600;
const RING = RADIUS - 5;
const MOST_TICKS = 45;
const TICKS = [1, 5, 10, 30, 60, 300, 900, 3600, 14_400];
/** The gap between two arcs, as a share of the dial. */
const GAP = 0.005;

export interface Stretch {
  /** Seconds since the failure began. */
  from: number;
  until: number;
  isNow: boolean;
}

export interface Dial {
  /** The time at the end of the dial, in seconds. */
  whole: number;
  allowed: string;
  overtime: string | null;
  arcs: { path: string; isNow: boolean }[];
  ticks: { x1: number; y1: number; x2: number; y2: number; isMajor: boolean }[];
  labels: { x: number; y: number; seconds: number }[];
  notch: { x1: number; y1: number; x2: number; y2: number; x: number; y: number } | null;
  /** Where the hand points, in degrees clockwise from the right. */
  hand: number;
}

const round = (value: number) => Math.round(value * 100) / 100;

function tickOf(whole: number): number {
  return TICKS.find((tick) => whole / tick <= MOST_TICKS) ?? 86_400;
}

/** The end of the scale: the target has room after it, and the hand never leaves the dial. */
export function wholeOf(target: number | null, elapsed: number): number {
  const usual = target === null || target <= 0 ? NO_TARGET : target * PAST;
  if (elapsed <= usual * 0.97) return usual;
  const tick = tickOf(elapsed * 1.15);
  return Math.ceil((elapsed * 1.15) / tick) * tick;
}

/** The dial of a drill: what is allowed, what is late, what was, and where the hand stands. */
export function dialOf(target: number | null, elapsed: number, stretches: readonly Stretch[]): Dial {
  const whole = wholeOf(target, elapsed);
  const degrees = (seconds: number) => BEGINS + (Math.min(whole, Math.max(0, seconds)) / whole) * SPANS;
  const at = (seconds: number, radius: number) => {
    const angle = (degrees(seconds) * Math.PI) / 180;
    return {
      x: round(CENTRE.x + Math.cos(angle) * radius),
      y: round(CENTRE.y + Math.sin(angle) * radius),
    };
  };
  const arc = (from: number, until: number) => {
    const [start, end] = [at(from, RING), at(until, RING)];
    const isLong = degrees(until) - degrees(from) > 180 ? 1 : 0;
    return `M${start.x} ${start.y}A${RING} ${RING} 0 ${isLong} 1 ${end.x} ${end.y}`;
  };
  const gap = whole * GAP;
  const tick = tickOf(whole);
  const count = Math.floor(whole / tick + 1e-9);
  const isNearTarget = (seconds: number) => target !== null && Math.abs(seconds - target) < whole * 0.06;
  const marks = Array.from({ length: count + 1 }, (_, index) => ({ index, seconds: index * tick }));
  const every = count > 15 ? 10 : 5;
  const notchAt = target === null || target <= 0 ? null : target;
  return {
    whole,
    allowed: arc(0, notchAt ?? whole),
    overtime: notchAt === null ? null : arc(notchAt + gap, whole),
    arcs: stretches
      .filter(({ from, until }) => until - from > gap)
      .map(({ from, until, isNow }) => ({ path: arc(from + (from > 0 ? gap : 0), until), isNow })),
    ticks: marks.map(({ index, seconds }) => {
      const isMajor = index % 5 === 0;
      const [outer, inner] = [at(seconds, RADIUS - 14), at(seconds, RADIUS - (isMajor ? 23 : 18))];
      return { x1: outer.x, y1: outer.y, x2: inner.x, y2: inner.y, isMajor };
    }),
    labels: marks
      .filter(({ index, seconds }) => index % every === 0 && !isNearTarget(seconds))
      .map(({ seconds }) => ({ ...at(seconds, RADIUS + 13), seconds })),
    notch:
      notchAt === null
        ? null
        : {
            x1: at(notchAt, RADIUS - 25).x,
            y1: at(notchAt, RADIUS - 25).y,
            x2: at(notchAt, RADIUS + 3).x,
            y2: at(notchAt, RADIUS + 3).y,
            ...at(notchAt, RADIUS + 18),
          },
    hand: round(degrees(elapsed)),
  };
}
