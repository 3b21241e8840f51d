/**
 * What a sample proves when nothing in it is wrong, for words beside a form. The program works it out again,
 * exactly, when the list is frozen.
 */

/** So many of all may be wrong, and still be missed with more than `risk` of chance by a sample without return. */
export function atMost(population: number, sample: number, risk: number): number {
  let chance = 1;
  let wrong = 0;
  // P(no error | wrong of all) = ∏ (population − sample − i) ÷ (population − i), one factor for each wrong item.
  while (wrong < population - sample) {
    chance *= (population - sample - wrong) / (population - wrong);
    if (chance <= risk) break;
    wrong += 1;
  }
  return wrong;
}

/** A percentage as it is written, in millionths of the whole; null for what is none. Up to 100 %. */
export function millionths(text: string): number | null {
  const found = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text.trim());
  if (!found) return null;
  const value = Number(`${found[1]}${(found[2] ?? "").padEnd(4, "0")}`);
  return value <= 1_000_000 ? value : null;
}

/** How many items a percentage is: rounded up, and at least one. */
export function itemsOf(population: number, percent: number, atLeast: number | null): number {
  const share = Math.ceil((population * percent) / 1_000_000);
  return Math.min(population, Math.max(share, atLeast ?? 0, population > 0 ? 1 : 0));
}
