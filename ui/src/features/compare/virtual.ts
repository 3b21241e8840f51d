/** No browser scrolls reliably through more than this, in pixels. */
export const TALLEST = 8_000_000;

export interface Sizes {
  rows: number;
  rowHeight: number;
  /** Of the part that is seen, in pixels. */
  seen: number;
}

/** How tall the list pretends to be. */
export const height = ({ rows, rowHeight }: Sizes): number => Math.min(TALLEST, rows * rowHeight);

/** The first row, as a fraction, when the list stands at its end. */
const lastTop = ({ rows, rowHeight, seen }: Sizes): number => Math.max(0, rows - seen / rowHeight);

const farthest = (sizes: Sizes): number => Math.max(0, height(sizes) - sizes.seen);

export const isScaled = ({ rows, rowHeight }: Sizes): boolean => rows * rowHeight > TALLEST;

/** The row at the upper edge, as a fraction, for a position of the scroll bar. */
export function topOf(sizes: Sizes, scrolled: number): number {
  if (!isScaled(sizes)) return scrolled / sizes.rowHeight;
  const most = farthest(sizes);
  return most === 0 ? 0 : (Math.min(most, Math.max(0, scrolled)) / most) * lastTop(sizes);
}

/** The position of the scroll bar for a row at the upper edge. */
export function scrollOf(sizes: Sizes, top: number): number {
  const kept = Math.min(lastTop(sizes), Math.max(0, top));
  if (!isScaled(sizes)) return kept * sizes.rowHeight;
  return lastTop(sizes) === 0 ? 0 : (kept / lastTop(sizes)) * farthest(sizes);
}

/** Rows above and below that are drawn before they are seen. */
const SPARE = 6;

/** Which rows are drawn, from the first up to and without the last. */
export function drawn({ rows, rowHeight, seen }: Sizes, top: number): { from: number; to: number } {
  return {
    from: Math.max(0, Math.floor(top) - SPARE),
    to: Math.min(rows, Math.ceil(top + seen / rowHeight) + SPARE),
  };
}

/** The row at the upper edge so that a row is seen whole, moving as little as possible. */
export function reveal({ rowHeight, seen }: Sizes, top: number, row: number): number {
  const fits = Math.max(1, seen / rowHeight);
  if (row < top) return row;
  return row + 1 > top + fits ? row + 1 - fits : top;
}

/** Where a key leads from a row; null for keys that lead nowhere. */
export function step(key: string, row: number, { rows, rowHeight, seen }: Sizes): number | null {
  const page = Math.max(1, Math.floor(seen / rowHeight) - 1);
  const to: Record<string, number> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    j: row + 1,
    k: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: rows - 1,
  };
  const next = to[key];
  return next === undefined ? null : Math.min(rows - 1, Math.max(0, next));
}
