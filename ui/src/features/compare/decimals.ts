/** Exact decimals as text: a number of JavaScript would lose the cents of large sums. */

const FORM = /^(-?)(\d+)(?:\.(\d+))?$/;

/** a − b to the last digit; null if one of them is no plain decimal. */
export function minus(a: string, b: string): string | null {
  const [x, y] = [FORM.exec(a), FORM.exec(b)];
  if (!x || !y) return null;
  const places = Math.max(x[3]?.length ?? 0, y[3]?.length ?? 0);
  const whole = ([, sign, units, rest = ""]: RegExpExecArray) =>
    BigInt(`${sign}${units}${rest.padEnd(places, "0")}`);
  const difference = whole(x) - whole(y);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, "0");
  const sign = difference < 0n ? "-" : "";
  const units = digits.slice(0, digits.length - places);
  return places === 0 ? `${sign}${units}` : `${sign}${units}.${digits.slice(digits.length - places)}`;
}
