import { useEffect } from "react";
import type { Theme } from "../contract/types";

const DARK = "(prefers-color-scheme: dark)";

/** Writes the theme on the root element; "system" follows the desktop while the window is open. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const dark = window.matchMedia(DARK);
    const apply = () => {
      const isDark = theme === "dark" || (theme === "system" && dark.matches);
      document.documentElement.dataset.theme = isDark ? "dark" : "light";
    };
    apply();
    dark.addEventListener("change", apply);
    return () => dark.removeEventListener("change", apply);
  }, [theme]);
}
