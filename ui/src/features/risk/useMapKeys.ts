import { useEffect, useRef } from "react";
import { isCovered, isTyping, singleKeysOn } from "../../app/keys";

interface MapKeys {
  /** True where there was something to step out of. */
  back: () => boolean;
  whatIf: () => void;
  zoom: (by: 1 | -1) => void;
}

/** The keys of the map beside the arrows. They act before the keys of every screen. */
export function useMapKeys(keys: MapKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isCovered() || isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" ? latest.current.back() : singleKeysOn() && acted(event, latest.current)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

function acted({ key, repeat }: KeyboardEvent, keys: MapKeys): boolean {
  if (key.toLowerCase() === "w" && !repeat) keys.whatIf();
  else if (key === "+") keys.zoom(1);
  else if (key === "-") keys.zoom(-1);
  else return false;
  return true;
}
