import { useMemo } from "react";
import type { Names } from "../api/types";
import { type Language, useLanguage } from "../app/preferences";

const GRAMS_PER_TONNE = 1_000_000;

/** Numbers, times and names as one language and one time zone write them. */
export interface Format {
  tonnes: (grams: number, digits?: number) => string;
  number: (value: number, digits?: number) => string;
  percent: (share: number, digits?: number) => string;
  clock: (ms: number) => string;
  minute: (ms: number) => string;
  dateTime: (ms: number) => string;
  date: (ms: number) => string;
  /** Month and day, short. */
  day: (ms: number) => string;
  /** A reading as it came, with all its digits. */
  plain: (value: number) => string;
  /** The month of an ISO date. */
  month: (day: string) => string;
  /** Day and minute of a moment. */
  moment: (ms: number) => string;
  /** A month `YYYY-MM`, and a day `YYYY-MM-DD`, of the calendar: no time zone moves them. */
  calendarMonth: (month: string) => string;
  dayOf: (day: string) => string;
  name: (of: Names) => string;
  bytes: (count: number) => string;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** Made when it is needed first: the browser takes milliseconds for each of its formats, and a page uses few. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function makeFormat(language: Language, timeZone: string): Format {
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (value: number, digits = 0, style: "decimal" | "percent" = "decimal") => {
    const id = `${style}${digits}`;
    let format = numbers.get(id);
    if (!format) {
      format = new Intl.NumberFormat(language, {
        style,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        // What rounds to nothing has no sign.
        signDisplay: "negative",
      });
      numbers.set(id, format);
    }
    // A true minus: it is as wide as a digit, unlike the hyphen.
    return format.format(value).replace("-", "\u2212");
  };
  const numeral = once(() => new Intl.NumberFormat(language, { maximumFractionDigits: 9 }));
  const locale = language === "en" ? "en-GB" : language;
  const time = (options: Intl.DateTimeFormatOptions) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options }));
    return (ms: number) => format().format(ms);
  };
  const hm = { hour: "2-digit", minute: "2-digit" } as const;
  const ymd = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const monthName = once(() => new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }));
  const calendar = (options: Intl.DateTimeFormatOptions) => {
    const format = once(() => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }));
    return (text: string) => format().format(Date.parse(text.length === 7 ? `${text}-01` : text));
  };
  return {
    tonnes: (grams, digits = 2) => number(grams / GRAMS_PER_TONNE, digits),
    number: (value, digits) => number(value, digits),
    percent: (share, digits = 1) => number(share, digits, "percent"),
    clock: time({ ...hm, second: "2-digit" }),
    minute: time(hm),
    dateTime: time({ ...ymd, ...hm, second: "2-digit" }),
    month: day => monthName().format(Date.parse(day)),
    date: time({ month: "long", day: "numeric", weekday: "short" }),
    day: time({ month: "2-digit", day: "2-digit" }),
    plain: value => numeral().format(value).replace("-", "\u2212"),
    moment: time({ month: "short", day: "numeric", ...hm }),
    calendarMonth: calendar({ year: "numeric", month: "long" }),
    dayOf: calendar({ month: "short", day: "numeric", weekday: "short" }),
    name: of => (language === "zh-CN" ? of.name_zh : of.name_en),
    bytes: count => {
      const power = count < 1024 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), UNITS.length - 1);
      return `${number(count / 1024 ** power, power ? 1 : 0)} ${UNITS[power]}`;
    },
  };
}

const cache = new Map<string, Format>();

export function formatFor(language: Language, timeZone: string): Format {
  const id = `${language} ${timeZone}`;
  const found = cache.get(id) ?? makeFormat(language, timeZone);
  cache.set(id, found);
  return found;
}

/** The formats of the language in use; times in the zone given, by default the browser's. */
export function useFormat(timeZone?: string): Format {
  const language = useLanguage();
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useMemo(() => formatFor(language, zone), [language, zone]);
}
