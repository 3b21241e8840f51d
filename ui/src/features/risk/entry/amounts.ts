const UNITS: Record<string, string> = { s: "s", m: "m", h: "h", d: "d" };
const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
const DAYS_IN_WEEK = 7;

/**
 * An amount as people type it, as the decimal that the program reads: `€1,200` is `1200`, `12,50` is `12.50`.
 * Three digits after a mark are thousands. What is no amount stays as it is, for the program to refuse.
 */
export function moneyOf(text: string): string {
  const bare = text.trim().replace(/^[^\d\s.,−-]+|[^\d\s.,]+$/g, "");
  const digits = bare.replace(/[\s'’]/g, "").replace(/^−/, "-");
  if (/^-?[1-9]\d{0,2}([.,]\d{3})+$/.test(digits)) return digits.replace(/[.,]/g, "");
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(digits)) return digits.replaceAll(",", "");
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  if (/^-?\d+,\d{1,2}$/.test(digits)) return digits.replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(digits) ? digits : text.trim();
}

/** A duration as people type it, as the program reads it: `90 min` is `90m`, `1.5 hours` is `90m`, `1 week` is `7d`. */
export function spanOf(text: string): string {
  const found = /^(\d+)(?:[.,](\d+))?\s*([a-z]+)\.?$/i.exec(text.trim());
  if (!found) return text.trim();
  const [, whole = "", part, word = ""] = found;
  const first = word[0]?.toLowerCase() ?? "";
  if (first === "w" && part === undefined) return `${Number(whole) * DAYS_IN_WEEK}d`;
  const unit = UNITS[first];
  if (unit === undefined) return text.trim();
  if (part === undefined) return `${whole}${unit}`;
  const smaller = { d: "h", h: "m", m: "s" }[unit];
  const inSmaller = (Number(`${whole}.${part}`) * (SECONDS[unit] ?? 0)) / (SECONDS[smaller ?? ""] ?? 0);
  return smaller !== undefined && Number.isInteger(inSmaller) ? `${inSmaller}${smaller}` : text.trim();
}

/** Seconds of a duration that the program wrote; null where it is none. */
export function secondsOf(span: string): number | null {
  const found = /^(\d+)([smhd])$/.exec(span);
  return found ? Number(found[1]) * (SECONDS[found[2] ?? ""] ?? 0) : null;
}

/** A share as people type it: `30` and `30 %` are `30%`. */
export function shareOf(text: string): string {
  const found = /^(\d+(?:[.,]\d+)?)\s*%?$/.exec(text.trim());
  return found?.[1] === undefined ? text.trim() : `${found[1].replace(",", ".")}%`;
}

/** A number as people type it; null where it is none. */
export function numberOf(text: string): number | null {
  const bare = text.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
}

/** `800 to 1,600`, `1h - 8h`: both ends as they are written; null where there are not two. */
export function endsOf(text: string): [string, string] | null {
  const ends = text
    .trim()
    .split(/\s+to\s+|\s*[–—…]\s*|\s+-\s+|\s*\.{2,}\s*/)
    .filter((end) => end !== "");
  return ends.length === 2 ? [ends[0] ?? "", ends[1] ?? ""] : null;
}

/** What an hour brings in: a year's revenue over the hours of a year, to the nearest whole unit. Null without both. */
export function perHour(revenue: string, hours: string): string | null {
  const [year, over] = [moneyOf(revenue), moneyOf(hours)];
  if (!/^\d+(\.\d+)?$/.test(year) || !/^\d+$/.test(over) || Number(over) === 0) return null;
  const whole = BigInt(year.split(".")[0] ?? "0");
  const by = BigInt(over);
  return String((whole * 2n + by) / (by * 2n));
}
