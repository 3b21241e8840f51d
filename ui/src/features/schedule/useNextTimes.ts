import { useEffect, useState } from "react";
import { useAnswer } from "../../platform/context";

/** Long enough to type the next digit. */
const SETTLE_MS = 250;
const SHOWN = 5;

/** What no longer changes while somebody types. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** A line in the engine's words, with its next five times. */
export function useNextTimes(line: string | null) {
  const settled = useSettled(line);
  const query = useAnswer(
    "schedule_next",
    { line: settled ?? "", count: SHOWN },
    { enabled: settled !== null, keep: true },
  );
  return {
    /** Of this line, not of the one before. */
    isKnown:
      line !== null && line === settled && !query.isFetching && query.data !== undefined && !query.error,
    report: settled === null || query.error ? null : (query.data ?? null),
    error: settled === null ? null : query.error,
  };
}
