/** A drawing has no ellipsis of its own: text is cut by the widths of its letters, as wide as the widest font makes them. */

const NARROW = /[iljtfrI.,:;'|!()\s-]/;
const WIDE = /[mwMW@%—…]/;
const TALL = /[A-Z0-9€&]/;

const widthOf = (letter: string): number =>
  NARROW.test(letter) ? 0.31 : WIDE.test(letter) ? 0.89 : TALL.test(letter) ? 0.66 : 0.56;

/** As much of the text as fits into `width` pixels at this size. */
export function fitted(text: string, width: number, size: number): string {
  const room = width / size;
  let used = 0;
  const letters = [...text];
  const all = letters.reduce((sum, letter) => sum + widthOf(letter), 0);
  if (all <= room) return text;
  const kept: string[] = [];
  for (const letter of letters) {
    used += widthOf(letter);
    if (used > room - widthOf("…")) break;
    kept.push(letter);
  }
  return `${kept.join("").trimEnd()}…`;
}
