import type { LookView } from "../../contract/types";

/** So many looks have room. */
export const SHOWN = 60;
const LOWEST = 0.35;

/** The newest looks, the last one at the right; null where no answer came. */
export function laneBars(looks: readonly LookView[], height: number) {
  const shown = looks.slice(-SHOWN);
  const most = Math.max(1, ...shown.map(({ milliseconds }) => milliseconds ?? 0));
  return shown.map(({ at, milliseconds }, index) => ({
    at,
    place: SHOWN - shown.length + index,
    height: milliseconds === null ? null : Math.max(LOWEST, milliseconds / most) * height,
  }));
}
