import { useEffect, useState } from "react";

const SETTING = "ballast.single-keys";

export const singleKeysOn = (): boolean => localStorage.getItem(SETTING) !== "off";
export const setSingleKeys = (on: boolean): void => localStorage.setItem(SETTING, on ? "on" : "off");

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable=true]");

/** Keys act on the page only while nothing lies over it. */
export const isCovered = (): boolean =>
  document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null;

export interface ShellKeys {
  palette: () => void;
  keys: () => void;
  screen: (index: number) => void;
  settings: () => void;
  back: () => void;
}

/** The keys that work on every screen. */
export function useShellKeys(actions: ShellKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        actions.palette();
        return;
      }
      if (event.defaultPrevented || isCovered()) return;
      if ((event.ctrlKey || event.metaKey) && /^[1-9]$/.test(event.key)) {
        event.preventDefault();
        actions.screen(Number(event.key) - 1);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        if (isTyping(event.target)) (event.target as HTMLElement).blur();
        else actions.back();
        return;
      }
      if (isTyping(event.target) || !singleKeysOn()) return;
      if (/^[1-9]$/.test(event.key)) actions.screen(Number(event.key) - 1);
      else if (event.key === ",") actions.settings();
      else if (event.key === "?") actions.keys();
      else if (event.key === "/") {
        const filter = document.querySelector<HTMLElement>("[data-filter]");
        if (!filter) return;
        filter.focus();
      } else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [actions]);
}

/** True while Ctrl or Cmd is held: the navigation then shows its keys. */
export function useHeldControl(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => setHeld(event.ctrlKey || event.metaKey);
    const release = () => setHeld(false);
    window.addEventListener("keydown", onKey);
    window.addEventListener("keyup", onKey);
    window.addEventListener("blur", release);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("keyup", onKey);
      window.removeEventListener("blur", release);
    };
  }, []);
  return held;
}

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/**
 * Rows of the page that can be walked with J and K or the arrows. Each row holds one link with `data-row`; Enter
 * opens it as any link. A click anywhere in the row opens it too.
 */
export function useRowKeys(): void {
  useEffect(() => {
    const links = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];
    const onKey = (event: KeyboardEvent) => {
      const single = event.key.length === 1;
      if (event.defaultPrevented || isCovered() || event.ctrlKey || event.metaKey || event.altKey) return;
      // From the filter the arrow down leads into the list; all else is typing or choosing.
      const inField = isTyping(event.target);
      if (inField && (event.key !== "ArrowDown" || !(event.target as HTMLElement).matches("input"))) return;
      if (single && !singleKeysOn()) return;
      const all = links();
      const at = all.indexOf(document.activeElement as HTMLElement);
      const step = STEPS[event.key];
      let next: HTMLElement | undefined;
      if (step !== undefined) next = all[at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step];
      else if (at !== -1 && event.key === "Home") next = all[0];
      else if (at !== -1 && event.key === "End") next = all.at(-1);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.closest("tr, li")?.scrollIntoView({ block: "nearest" });
    };
    const onClick = (event: MouseEvent) => {
      const target = event.target as HTMLElement;
      if (target.closest("a, button, input, label, select, form")) return;
      target.closest("tr")?.querySelector<HTMLElement>("[data-row]")?.click();
    };
    window.addEventListener("keydown", onKey);
    document.addEventListener("click", onClick);
    return () => {
      window.removeEventListener("keydown", onKey);
      document.removeEventListener("click", onClick);
    };
  }, []);
}
