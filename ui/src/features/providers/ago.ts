export type AgoUnit = "today" | "days" | "weeks" | "months" | "years";

const DAY = 86_400;

/** How long ago, in the unit in which people speak of it: 5 days, 3 weeks, 7 months. */
export function ago(seconds: number): { unit: AgoUnit; count: number } {
  const days = Math.max(0, Math.floor(seconds / DAY));
  if (days < 1) return { unit: "today", count: 0 };
  if (days < 14) return { unit: "days", count: days };
  if (days < 60) return { unit: "weeks", count: Math.floor(days / 7) };
  if (days < 730) return { unit: "months", count: Math.round(days / 30.44) };
  return { unit: "years", count: Math.floor(days / 365.25) };
}
