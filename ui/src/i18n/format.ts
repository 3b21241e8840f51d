import type { WireMoney } from "../contract/types";
import { type Values, WORDS } from "./messages";

export type Translate = (id: string, values?: Values) => string;

export interface FormatSettings {
  /** For numbers and amounts, see `numberLocale`. Days and months are words. */
  locale: string;
  timezone: string;
  /** The clock of the workspace, in milliseconds. */
  now: () => number;
  translate: Translate;
}

const SECOND = 1000;
const DAY = 86_400;
/** Ages and limits are told in hours up to two days. */
const HOURS_UNTIL = 48;
/** More decimals than any amount has; what Intl can write at most. */
const MOST_DECIMALS = 100;
/** The catalogue writes no comma before "and". */
const LISTS = "en-GB";

interface Civil {
  year: number;
  day: number;
  hour: number;
}

/** A hyphen is no minus sign. */
const trueMinus = (text: string) => text.replace(/^-/, "−").replace(/-(?=\d)/, "−");

export type Format = ReturnType<typeof makeFormat>;

export function makeFormat({ locale, timezone, now, translate: t }: FormatSettings) {
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(WORDS, { timeZone: timezone, ...options });
  const civilParts = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    hourCycle: "h23",
  });
  const clockFormat = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekdayShort = dates({ weekday: "short" });
  const weekdayLong = dates({ weekday: "long" });
  const monthShort = dates({ month: "short" });
  const monthLong = dates({ month: "long" });
  const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const threeDigits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const twoDigits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(LISTS, { style: "long", type: "conjunction" });

  const integer = (value: number) => trueMinus(integers.format(value));

  function civil(at: Date): Civil {
    const part = Object.fromEntries(civilParts.formatToParts(at).map((p) => [p.type, Number(p.value)]));
    const year = part.year ?? 0;
    return {
      year,
      day: Math.round(Date.UTC(year, (part.month ?? 1) - 1, part.day ?? 1) / (DAY * SECOND)),
      hour: part.hour ?? 0,
    };
  }
  const utc = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(WORDS, { timeZone: "UTC", ...options });
  const [dateWeekday, dateWeekdayShort, dateMonth, dateMonthShort] = [
    utc({ weekday: "long" }),
    utc({ weekday: "short" }),
    utc({ month: "long" }),
    utc({ month: "short" }),
  ];
  const midnight = (date: string) => new Date(`${date}T00:00:00Z`);
  const dateOf = (at: Date) => new Date(civil(at).day * DAY * SECOND).toISOString().slice(0, 10);

  const dayOfMonth = (at: Date) =>
    civilParts.formatToParts(at).find((part) => part.type === "day")?.value ?? "";
  /** Civil days from today: −1 is yesterday. */
  const daysAway = (at: Date) => civil(at).day - civil(new Date(now())).day;
  const thisYear = (at: Date) => civil(at).year === civil(new Date(now())).year;
  const clockOf = (at: Date) => clockFormat.format(at);

  function dayMonth(at: Date): string {
    const values = { day: dayOfMonth(at), month: monthShort.format(at), year: String(civil(at).year) };
    return t(thisYear(at) ? "date-day-month" : "date-day-month-year", values);
  }

  function sentenceDay(at: Date): string {
    const away = daysAway(at);
    if (away === 0) return t("date-today");
    if (away === 1) return t("date-tomorrow");
    if (away > 0 && away < 7) return weekdayLong.format(at);
    const values = { day: dayOfMonth(at), month: monthLong.format(at), year: String(civil(at).year) };
    return t(thisYear(at) ? "date-day-month" : "date-day-month-year", values);
  }

  function civilDay(date: string, month: Intl.DateTimeFormat): string {
    const values = {
      day: Number(date.slice(8)),
      month: month.format(midnight(date)),
      year: date.slice(0, 4),
    };
    const isThisYear = Number(values.year) === civil(new Date(now())).year;
    return t(isThisYear ? "date-day-month" : "date-day-month-year", values);
  }

  /** An exact decimal: all its digits, however many, written as the user's country writes them. */
  function decimal(text: string): string {
    const digits = /^-?\d+(?:\.(\d+))?$/.exec(text);
    if (!digits) return text;
    const places = Math.min(MOST_DECIMALS, digits[1]?.length ?? 0);
    const options = { minimumFractionDigits: places, maximumFractionDigits: places };
    return trueMinus(new Intl.NumberFormat(locale, options).format(text as Intl.StringNumericLiteral));
  }

  const isTonight = (at: Date) => {
    const [away, hour] = [daysAway(at), civil(at).hour];
    return (away === 0 && hour >= 18) || (away === 1 && hour < 6);
  };

  const amounts = new Map<string, Intl.NumberFormat>();
  /** To whole units. A format is dear to make: longer than to write an amount with it. */
  function currency(amount: number, code: string): string {
    let format = amounts.get(code);
    if (!format) {
      const look = { style: "currency", currency: code, currencyDisplay: "narrowSymbol" } as const;
      format = new Intl.NumberFormat(locale, { ...look, minimumFractionDigits: 0, maximumFractionDigits: 0 });
      amounts.set(code, format);
    }
    return trueMinus(format.format(amount));
  }

  /** An exact amount with the cents of its currency: €670.00, −€620.00. */
  function payout(text: string, code: string, signDisplay: "auto" | "exceptZero" = "auto"): string {
    const options = { style: "currency", currency: code, currencyDisplay: "narrowSymbol" } as const;
    const written = new Intl.NumberFormat(locale, { ...options, signDisplay });
    return trueMinus(written.format(text as Intl.StringNumericLiteral));
  }

  return {
    integer,
    payout,
    /** The same as a difference: always with its sign. */
    payoutSigned: (text: string, code: string) => payout(text, code, "exceptZero"),
    /** €31,200, without cents. */
    money({ amount, currency: code }: WireMoney): string {
      const value = Number(amount);
      if (value > 0 && value < 1) return t("money-under", { amount: currency(1, code) });
      return currency(value, code);
    },
    /** Three digits, decimal: 38.4 GB, 1.18 TB. */
    bytes(value: number): string {
      const units = ["B", "kB", "MB", "GB", "TB", "PB"];
      let scaled = value;
      let unit = 0;
      while (Number(scaled.toPrecision(3)) >= 1000 && unit < units.length - 1) {
        scaled /= 1000;
        unit += 1;
      }
      return `${threeDigits.format(scaled)} ${units[unit]}`;
    },
    exactBytes: (value: number) => t("bytes-exact", { count: integer(value) }),
    /** A share from 0 to 1, none or one decimal. */
    percent(share: number, decimals: 0 | 1 = 0): string {
      const factor = decimals === 0 ? 1 : 10;
      const rounded = Math.round(share * 100 * factor) / factor;
      if (rounded === 0 && share > 0) return decimals === 0 ? "<1%" : "<0.1%";
      return `${trueMinus(oneDecimal.format(rounded))}%`;
    },
    decimal,
    /** A difference of exact decimals, always with its sign. */
    signed(text: string): string {
      const isZero = !/[1-9]/.test(text);
      return isZero || text.startsWith("-")
        ? decimal(isZero ? text.replace("-", "") : text)
        : `+${decimal(text)}`;
    },
    /** A small rate from 0 to 1 with two digits that count: 0.0036%. */
    rate: (share: number) => `${twoDigits.format(share * 100)}%`,
    /** 41 min, 2 h 10 min, 3 d 5 h: two units at most. */
    duration(seconds: number): string {
      const whole = Math.max(0, Math.round(seconds));
      if (whole < 60) return t("duration-seconds", { seconds: whole });
      const minutes = Math.round(whole / 60);
      if (minutes < 60) return t("duration-minutes", { minutes });
      if (minutes < HOURS_UNTIL * 60) {
        const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
        return rest === 0
          ? t("duration-hours", { hours })
          : t("duration-hours-minutes", { hours, minutes: rest });
      }
      const wholeHours = Math.round(whole / 3600);
      const [days, rest] = [Math.floor(wholeHours / 24), wholeHours % 24];
      return rest === 0 ? t("duration-days", { days }) : t("duration-days-hours", { days, hours: rest });
    },
    /** The factor of a sum that anyone can check: 18 min, 3.5 h, 26 h. */
    factor(seconds: number): string {
      if (seconds < 60) return t("duration-seconds", { seconds: Math.round(seconds) });
      if (seconds < 3600) return t("duration-minutes", { minutes: Math.round(seconds / 60) });
      return t("duration-hours", { hours: oneDecimal.format(seconds / 3600) });
    },
    clock: (instant: string) => clockOf(new Date(instant)),
    /** Monday 9 March 2026. */
    longDay(instant: string): string {
      const at = new Date(instant);
      return t("date-long", {
        weekday: weekdayLong.format(at),
        day: dayOfMonth(at),
        month: monthLong.format(at),
        year: String(civil(at).year),
      });
    },
    /** For lists: Mon 9 Mar. */
    shortDay(instant: string): string {
      const at = new Date(instant);
      return t("date-short", { weekday: weekdayShort.format(at), date: dayMonth(at) });
    },
    /** 9 Mar, with the year if it is not this one. */
    dayMonth: (instant: string) => dayMonth(new Date(instant)),
    /** For sentences: today, Sunday, 9 March. */
    sentenceDay: (instant: string) => sentenceDay(new Date(instant)),
    /** The day of a coming week: Today, Tue 10. */
    weekDay(instant: string): string {
      const at = new Date(instant);
      if (daysAway(at) === 0) return t("date-today-title");
      return t("date-weekday-day", { weekday: weekdayShort.format(at), day: dayOfMonth(at) });
    },
    /** When something was: 08:52, Sun 03:12, 3 Mar. */
    past(instant: string): string {
      const at = new Date(instant);
      const away = daysAway(at);
      if (away === 0) return clockOf(at);
      if (away === -1)
        return t("date-weekday-clock", { weekday: weekdayShort.format(at), clock: clockOf(at) });
      return dayMonth(at);
    },
    /** When something will be: 10:40, Tonight 03:00, Thu 22:00, 1 Apr 06:00. */
    upcoming(instant: string): string {
      const at = new Date(instant);
      if (isTonight(at)) return t("date-tonight-clock", { clock: clockOf(at) });
      const away = daysAway(at);
      if (away === 0) return clockOf(at);
      const clock = clockOf(at);
      if (away > 0 && away < 7) return t("date-weekday-clock", { weekday: weekdayShort.format(at), clock });
      return t("date-day-clock", { date: dayMonth(at), clock });
    },
    /** When something will be, inside a sentence: 10:40, tonight 03:00, Thu 22:00, 1 Apr 06:00. */
    when(instant: string): string {
      const at = new Date(instant);
      return isTonight(at) ? t("date-tonight-clock-inside", { clock: clockOf(at) }) : this.upcoming(instant);
    },
    /** The civil date here: 2026-03-09. */
    today: () => dateOf(new Date(now())),
    /** The civil date of an instant here. */
    date: (instant: string) => dateOf(new Date(instant)),
    /** March 2026. */
    month: (date: string) =>
      t("date-month", { month: dateMonth.format(midnight(date)), year: date.slice(0, 4) }),
    /** Of a civil date: Monday 9 March. */
    dateTitle: (date: string) =>
      t("date-title", {
        weekday: dateWeekday.format(midnight(date)),
        day: Number(date.slice(8)),
        month: dateMonth.format(midnight(date)),
      }),
    /** Of a civil date: 9 Mar, with the year if it is not this one. */
    dateShort: (date: string) => civilDay(date, dateMonthShort),
    /** Of a civil date, for sentences: 9 March, with the year if it is not this one. */
    dateInside: (date: string) => civilDay(date, dateMonth),
    /** Of a civil date: Mon. */
    dateWeekday: (date: string) => dateWeekdayShort.format(midnight(date)),
    /** The weekday of a line, Sunday 0, in full. */
    weekday: (number: number) => dateWeekday.format(midnight(`2026-03-0${number + 1}`)),
    /** The instant of a civil time here; in a gap the hour after it. */
    instantOf(date: string, clock: string): string {
      const wanted = Date.parse(`${date}T${clock}:00Z`);
      const shown = (instant: number) => {
        const at = new Date(instant);
        return Date.parse(`${dateOf(at)}T${clockOf(at)}:00Z`);
      };
      const guess = wanted - (shown(wanted) - wanted);
      return new Date(guess - (shown(guess) - wanted)).toISOString();
    },
    /** Full date, time and zone, for hover. */
    full(instant: string): string {
      return t("date-full", {
        date: this.longDay(instant),
        clock: this.clock(instant),
        zone: timezone,
      });
    },
    /** Seconds between an instant and now; negative while it lies ahead. */
    secondsSince: (instant: string) => (now() - Date.parse(instant)) / SECOND,
    list: (names: string[]) => list.format(names),
    listParts: (names: string[]) => list.formatToParts(names),
    timezone,
  };
}
