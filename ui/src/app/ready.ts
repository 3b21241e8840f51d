import { useEffect } from "react";

/** Marks the root element once the first page can be used; tests and timing wait for it. */
export function useReady(isReady: boolean): void {
  useEffect(() => {
    if (isReady) document.documentElement.dataset.ready = "true";
  }, [isReady]);
}
