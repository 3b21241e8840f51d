import type { Seen, StripPiece } from "../../contract/types";

export interface Bar {
  from: string;
  seen: Seen;
  height: number;
}

/** The lowest bar can still be told from a dot. */
const LOWEST = 0.35;
/** One slow answer must not flatten all others. */
const SLOWEST_SHOWN = 0.95;

/** Bars as high as the answers took long, on one scale from zero. Where no time is known, a bar of middle height. */
export function bars(
  pieces: Pick<StripPiece, "from" | "worst" | "slowest_milliseconds">[],
  height: number,
): Bar[] {
  const times = pieces
    .flatMap(({ slowest_milliseconds: time }) => (time === null ? [] : [time]))
    .sort((one, other) => one - other);
  const most = times[Math.ceil(times.length * SLOWEST_SHOWN) - 1] ?? 0;
  return pieces.map(({ from, worst, slowest_milliseconds: time }) => {
    const share = time === null || most === 0 ? 0.6 : Math.min(1, Math.max(LOWEST, time / most));
    return { from, seen: worst, height: worst === "not_observed" ? 0 : share * height };
  });
}
