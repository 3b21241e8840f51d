/** Civil dates such as 2026-03-09, apart from any time zone. */

export type CalendarView = "month" | "week" | "list";

const DAY_MS = 86_400_000;
const at = (date: string) => Date.parse(`${date}T00:00:00Z`);
const write = (instant: number) => new Date(instant).toISOString().slice(0, 10);

export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at(text)) && write(at(text)) === text;

export const addDays = (date: string, days: number): string => write(at(date) + days * DAY_MS);

/** Monday is 0. */
export const weekday = (date: string): number => (new Date(at(date)).getUTCDay() + 6) % 7;

export const monday = (date: string): string => addDays(date, -weekday(date));

export const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;

/** The same day of another month, or its last. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return write(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}

const WEEK = 7;

/** What a view of the calendar shows: whole weeks, from a Monday. */
export function span(view: CalendarView, date: string): { from: string; days: number } {
  if (view !== "month") return { from: monday(date), days: WEEK };
  const from = monday(firstOfMonth(date));
  const last = addDays(addMonths(firstOfMonth(date), 1), -1);
  const days = Math.round((at(last) - at(from)) / DAY_MS) + 1;
  return { from, days: Math.ceil(days / WEEK) * WEEK };
}

export const turn = (view: CalendarView, date: string, step: number): string =>
  view === "month" ? addMonths(date, step) : addDays(date, step * WEEK);

/** Where a key leads from a day of the grid; null for keys that lead nowhere. */
export function move(key: string, date: string): string | null {
  switch (key) {
    case "ArrowLeft":
      return addDays(date, -1);
    case "ArrowRight":
      return addDays(date, 1);
    case "ArrowUp":
      return addDays(date, -WEEK);
    case "ArrowDown":
      return addDays(date, WEEK);
    case "Home":
      return monday(date);
    case "End":
      return addDays(monday(date), WEEK - 1);
    case "PageUp":
      return addMonths(date, -1);
    case "PageDown":
      return addMonths(date, 1);
    default:
      return null;
  }
}
