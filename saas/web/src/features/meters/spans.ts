import type { Bucket, Step } from "../../api/meters";
import { dayStart } from "../live/chart-options.ts";

export type Span = "day" | "week" | "month" | "year";
export const SPANS: Span[] = ["day", "week", "month", "year"];
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const QUARTER_MS = 900_000;

const DAYS: Record<Span, number> = { day: 1, week: 7, month: 31, year: 366 };
/** A bar is a quarter of an hour, an hour or a day. */
export const STEPS: Record<Span, Step> = { day: "quarter", week: "hour", month: "day", year: "day" };
export const STEP_MS: Record<Step, number> = { quarter: QUARTER_MS, hour: HOUR_MS, day: DAY_MS };

/** How long a point of a line is; a month is as long as the shortest. */
export const BUCKET_MS: Record<Bucket, number> = {
  PT15M: QUARTER_MS,
  PT30M: 2 * QUARTER_MS,
  PT1H: HOUR_MS,
  PT2H: 2 * HOUR_MS,
  PT3H: 3 * HOUR_MS,
  PT6H: 6 * HOUR_MS,
  PT12H: 12 * HOUR_MS,
  P1D: DAY_MS,
  P7D: 7 * DAY_MS,
  P1M: 28 * DAY_MS,
};

/** How many bars there is room for: each wants two dots, and one between them. */
export function roomFor(width: number): number {
  return Math.min(5000, Math.max(50, Math.floor(width / 3)));
}

export interface Range {
  from: number;
  to: number;
}

/** The span of local days that ends with the day of `end` (exclusive: its midnight after). */
export function rangeOf(span: Span, end: number, timeZone: string): Range {
  const last = dayStart(end, timeZone);
  // Noon of a day some days before lies in that day, also where a clock change makes days 23 or 25 hours long.
  const noon = (days: number) => last + DAY_MS / 2 + days * DAY_MS;
  return { from: dayStart(noon(1 - DAYS[span]), timeZone), to: dayStart(noon(1), timeZone) };
}

/** The end of the span before (-1) or after (1), not later than now. */
export function moved(span: Span, end: number, by: -1 | 1, now: number): number {
  return Math.min(now, end + by * DAYS[span] * DAY_MS);
}

/** A time as a `datetime-local` input writes it, in the park's zone. */
export function toInput(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(ms);
  const part = (type: string) => parts.find(item => item.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

/** The time that a `datetime-local` input says in the park's zone; null where it says none. */
export function fromInput(text: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offset = (ms: number) => Date.parse(`${toInput(ms, timeZone)}Z`) - Math.floor(ms / 1000) * 1000;
  // Once more, since the first guess may lie on the other side of a clock change.
  return asUtc - offset(asUtc - offset(asUtc));
}
