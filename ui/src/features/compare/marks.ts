/** A value cut where it begins and ends to differ from another. */
export interface Marked {
  start: string;
  changed: string;
  end: string;
}

/** By whole characters: half of one is none. */
const letters = (text: string): string[] => [...text];

/** What of two values is the same at both ends, and what is not. */
export function marks(old: string, now: string): { old: Marked; new: Marked } {
  const [a, b] = [letters(old), letters(now)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const cut = (all: string[]): Marked => ({
    start: all.slice(0, start).join(""),
    changed: all.slice(start, all.length - end).join(""),
    end: all.slice(all.length - end).join(""),
  });
  return { old: cut(a), new: cut(b) };
}

/** Where amounts differ, everything after the first other digit does: nobody reads an amount from its end. */
export function amountMarks(old: string, now: string): { old: Marked; new: Marked } {
  const { old: a, new: b } = marks(old, now);
  return {
    old: { start: a.start, changed: a.changed + a.end, end: "" },
    new: { start: b.start, changed: b.changed + b.end, end: "" },
  };
}
