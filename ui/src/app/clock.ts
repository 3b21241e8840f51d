import { useCallback, useEffect, useState } from "react";

/**
 * The clock of the workspace: its time when it was asked plus the time that has passed since. In the demo company
 * it stands on another day than the computer's.
 */
export function useWorkspaceClock(now: string | undefined, askedAt: number): () => number {
  const ahead = now === undefined ? 0 : Date.parse(now) - askedAt;
  return useCallback(() => Date.now() + ahead, [ahead]);
}

const HALF_MINUTE = 30_000;

/** Renders again twice a minute, so that ages on the screen stay true. */
export function useTicking(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), HALF_MINUTE);
    return () => clearInterval(timer);
  }, []);
}
