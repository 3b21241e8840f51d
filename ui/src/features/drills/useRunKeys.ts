import { useEffect, useRef } from "react";
import { isCovered, isTyping, singleKeysOn } from "../../app/keys";

export interface RunKeys {
  done: (() => void) | null;
  problem: (() => void) | null;
  handOver: (() => void) | null;
  abort: (() => void) | null;
}

const PRESSED = "button, a, summary, [role=button]";

/** The keys of a running drill. A key that is held down acts once: no step is done by accident. */
export function useRunKeys(keys: RunKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isCovered() || !singleKeysOn()) return;
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = actOf(event, latest.current);
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act?.();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

/** What a key does; null where it may not now, undefined where it is none of these. */
function actOf(event: KeyboardEvent, keys: RunKeys): (() => void) | null | undefined {
  if (event.shiftKey) return event.key.toLowerCase() === "a" ? keys.abort : undefined;
  switch (event.key.toLowerCase()) {
    case " ":
      // On a button the space bar presses that button.
      return event.target instanceof HTMLElement && event.target.closest(PRESSED) ? undefined : keys.done;
    case "p":
      return keys.problem;
    case "h":
      return keys.handOver;
    case "n":
      return () => document.querySelector<HTMLElement>("[data-note]")?.focus();
    default:
      return undefined;
  }
}
