/** The forms that the editor shows. Any other line is shown as it is written. */
export type LineForm =
  | { every: "day"; clock: string }
  | { every: "weekdays"; clock: string }
  | { every: "week"; weekday: number; clock: string }
  | { every: "month"; day: number; clock: string }
  | { every: "hours"; hours: number; minute: number }
  | { every: "own"; line: string };

export type Every = LineForm["every"];
export const EVERY: readonly Every[] = ["day", "weekdays", "week", "month", "hours", "own"];

/** Numbers of hours that divide a day: any other would leave a shorter gap at midnight. */
export const HOURS: readonly number[] = [1, 2, 3, 4, 6, 8, 12];
/** In this order on the screen; Sunday is 0 in a line. */
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 0];
const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const two = (number: number) => String(number).padStart(2, "0");
const isWhole = (value: number, low: number, high: number) =>
  Number.isInteger(value) && value >= low && value <= high;

/** `2:30`, `02:30` or `0230` as a time of day; null if it is none. */
export function readClock(text: string): { hour: number; minute: number } | null {
  const found = /^(\d{1,2}):?(\d{2})$/.exec(text.trim());
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2])];
  return found && hour <= 23 && minute <= 59 ? { hour, minute } : null;
}

/** The five fields of a form; null while it is incomplete. */
export function lineOf(form: LineForm): string | null {
  if (form.every === "own") return form.line.trim().replace(/\s+/g, " ") || null;
  if (form.every === "hours") {
    if (!HOURS.includes(form.hours) || !isWhole(form.minute, 0, 59)) return null;
    return `${form.minute} ${form.hours === 1 ? "*" : `*/${form.hours}`} * * *`;
  }
  const clock = readClock(form.clock);
  if (!clock) return null;
  const at = `${clock.minute} ${clock.hour}`;
  switch (form.every) {
    case "day":
      return `${at} * * *`;
    case "weekdays":
      return `${at} * * 1-5`;
    case "week":
      return isWhole(form.weekday, 0, 6) ? `${at} * * ${form.weekday}` : null;
    case "month":
      return isWhole(form.day, 1, 31) ? `${at} ${form.day} * *` : null;
  }
}

const number = (text: string, low: number, high: number): number | null =>
  /^\d{1,2}$/.test(text) && isWhole(Number(text), low, high) ? Number(text) : null;

function weekdayOf(text: string): number | null {
  const named = NAMES.indexOf(text.toLowerCase());
  const counted = number(text, 0, 7);
  return named !== -1 ? named : counted === null ? null : counted % 7;
}

/** The form that shows a line. What a form would show wrongly stays a line of its own. */
export function formOf(line: string): LineForm {
  const own: LineForm = { every: "own", line };
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5) return own;
  const [minuteField = "", hourField = "", day = "", month = "", weekday = ""] = fields;
  const minute = number(minuteField, 0, 59);
  if (minute === null || month !== "*") return own;
  if (day === "*" && weekday === "*") {
    const hours = hourField === "*" ? 1 : Number(/^\*\/(\d{1,2})$/.exec(hourField)?.[1]);
    if (HOURS.includes(hours)) return { every: "hours", hours, minute };
  }
  const hour = number(hourField, 0, 23);
  if (hour === null) return own;
  const clock = `${two(hour)}:${two(minute)}`;
  if (day === "*") {
    if (weekday === "*") return { every: "day", clock };
    if (/^(1-5|mon-fri)$/i.test(weekday)) return { every: "weekdays", clock };
    const on = weekdayOf(weekday);
    return on === null ? own : { every: "week", weekday: on, clock };
  }
  const on = number(day, 1, 31);
  return on === null || weekday !== "*" ? own : { every: "month", day: on, clock };
}

/** The same times under another form, as far as it can say them. */
export function changeEvery(form: LineForm, every: Every): LineForm {
  const clock = "clock" in form && readClock(form.clock) ? form.clock : "02:30";
  switch (every) {
    case "day":
    case "weekdays":
      return { every, clock };
    case "week":
      return { every, weekday: 0, clock };
    case "month":
      return { every, day: 1, clock };
    case "hours":
      return { every, hours: 4, minute: readClock(clock)?.minute ?? 0 };
    case "own":
      return { every, line: lineOf(form) ?? "" };
  }
}
