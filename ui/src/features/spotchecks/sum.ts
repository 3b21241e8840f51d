/** What a checker types as a figure: an amount, or a sum of some. Worked out in minor units, never in floats. */

export type SumProblem = "unreadable" | "ambiguous" | "decimals" | "large";

export type Sum =
  | { is: "empty" }
  | { is: "figure"; minor: bigint; decimal: string; terms: number }
  | { is: "wrong"; problem: SumProblem; at: string };

/** What the program can hold: 64 bits of minor units. */
const MOST = 9_223_372_036_854_775_807n;

const TERM = /([+-]?)\s*([\d.,'\u2019\s]+)/y;

/** Reads `670`, `400 + 270`, `1 200,50` or `1,200.50 - 30` with so many decimals as the currency has. */
export function readSum(text: string, places: number): Sum {
  const plain = text
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/[\u00a0\u202f]/g, " ")
    .trim();
  if (plain === "") return { is: "empty" };
  let total = 0n;
  let terms = 0;
  TERM.lastIndex = 0;
  while (TERM.lastIndex < plain.length) {
    const at = TERM.lastIndex;
    const found = TERM.exec(plain);
    const written = found?.[2]?.trim() ?? "";
    // Between two amounts stands a sign; only the first may do without.
    if (!found || written === "" || (terms > 0 && found[1] === "")) {
      return { is: "wrong", problem: "unreadable", at: plain.slice(at).trim() };
    }
    const amount = minorOf(written, places);
    if (typeof amount === "string") return { is: "wrong", problem: amount, at: written };
    total += found[1] === "-" ? -amount : amount;
    terms += 1;
  }
  if (total > MOST || total < -MOST) return { is: "wrong", problem: "large", at: plain };
  return { is: "figure", minor: total, decimal: decimalOf(total, places), terms };
}

const GROUPED = /^\d{1,3}(?:([ '\u2019.,])\d{3})(?:\1\d{3})*$/;

/** One amount in minor units, or why it is none. */
function minorOf(written: string, places: number): bigint | SumProblem {
  const marks = [...written.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  // The last of two different marks, or a mark that stands once, begins the decimals.
  const isDecimal =
    last !== undefined && (marks.length === 1 || (marks.at(-2)?.[0] !== last[0] && marks.length > 1));
  const [whole, rest] = isDecimal
    ? [written.slice(0, last.index), written.slice(last.index + 1)]
    : [written, ""];
  if (isDecimal && !/^\d+$/.test(rest)) return "unreadable";
  if (!/^\d+$/.test(whole) && !GROUPED.test(whole)) return "unreadable";
  if (rest.length > places) {
    // 1,200 may be twelve hundred, or one and a fifth.
    return rest.length === 3 && marks.length === 1 && /^[1-9]\d{0,2}$/.test(whole) ? "ambiguous" : "decimals";
  }
  return BigInt(whole.replace(/\D/g, "") + rest.padEnd(places, "0"));
}

/** Minor units as the decimal that the program reads. */
export function decimalOf(minor: bigint, places: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(places + 1, "0");
  const sign = minor < 0n ? "-" : "";
  const at = digits.length - places;
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`;
}

/** How many decimals amounts of a currency have; two where nobody knows the currency. */
export function placesOf(currency: string): number {
  try {
    const options = { style: "currency", currency } as const;
    return new Intl.NumberFormat("en", options).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
