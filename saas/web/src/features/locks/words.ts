import type { TFunction } from "i18next";
import type { Format } from "../../lib/format";
import { dayStart } from "../live/chart-options.ts";
import { fromInput, toInput } from "../meters/spans.ts";

const MG_PER_KG = 1e6;
const MG_PER_T = 1e9;

/** Emissions [mg] in the unit that people read. */
export function showMass(mg: number, format: Format): string {
  const isLarge = Math.abs(mg) >= MG_PER_T;
  return isLarge ? `${format.number(mg / MG_PER_T, 3)} t` : `${format.number(mg / MG_PER_KG, 2)} kg`;
}

/** Why a locked hour would differ: the reasons of revised hours, in words. */
export function causeText(t: TFunction, cause: string): string {
  const [kind = cause, detail = ""] = cause.split(": ");
  const look = (key: string) => t(`locks.cause.${key}` as never, { defaultValue: "" }) as string;
  const word = look(kind.replaceAll(" ", "_"));
  if (!word) return cause;
  const what = kind.startsWith("meter event")
    ? (t(`terms.event.${detail}` as never, { defaultValue: detail }) as string)
    : look(detail.replaceAll(" ", "_")) || detail;
  return what ? `${word}: ${what}` : word;
}

export interface Span {
  from: number;
  to: number;
}

/** A month of the park's calendar, `YYYY-MM`. */
export function monthSpan(month: string, timeZone: string): Span {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
  const start = (name: string) => fromInput(`${name}-01T00:00`, timeZone) ?? 0;
  return { from: start(month), to: start(next) };
}

/** The months that have ended, the newest first. */
export function pastMonths(now: number, timeZone: string, count = 24): string[] {
  const [year = 0, month = 1] = toInput(now, timeZone).split("-").map(Number);
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + month - 2 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

/** A period as people say it: a month where it is one, else its two ends. */
export function spanText({ from, to }: Span, timeZone: string, format: Format): string {
  const month = toInput(from, timeZone).slice(0, 7);
  const whole = monthSpan(month, timeZone);
  if (whole.from === from && whole.to === to) return format.calendarMonth(month);
  const isDays = dayStart(from, timeZone) === from && dayStart(to, timeZone) === to;
  if (isDays) return `${format.date(from)} – ${format.date(to - 1)}`;
  return `${format.dateTime(from).slice(0, -3)} – ${format.dateTime(to).slice(0, -3)}`;
}
