/** A tariff under edit: copies, ranges of the day, and what is wrong with them before the server says so. */
import type { Tariff, TariffBody, TariffSchedule, TariffVersion } from "../../../api/types";

export type Mistake =
  | "quarter"
  | "order"
  | "gap"
  | "overlap"
  | "price"
  | "demand"
  | "coverage"
  | "valid_to"
  | "source";
const DAY = 1440;
const DAYS = ["workday", "weekend", "holiday"] as const;

export const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

const isPrice = (text: string | null | undefined): boolean => /^\d{1,9}(\.\d{1,6})?$/.test(text ?? "");

/** What is wrong with the 24 hours of a schedule. */
export function rangeMistakes({ ranges }: TariffSchedule): Mistake[] {
  const found = new Set<Mistake>();
  const sorted = [...ranges].sort((a, b) => minutes(a.start) - minutes(b.start));
  let end = 0;
  for (const range of sorted) {
    const [from, to] = [minutes(range.start), minutes(range.end)];
    if (!(from % 15 === 0 && to % 15 === 0)) found.add("quarter");
    if (!(from < to && to <= DAY)) found.add("order");
    if (from > end) found.add("gap");
    if (from < end) found.add("overlap");
    end = Math.max(end, to);
  }
  if (end !== DAY) found.add("gap");
  return [...found];
}

/** Everything that is wrong with a version. */
export function versionMistakes(version: TariffVersion): Mistake[] {
  const found = new Set<Mistake>(version.schedules.flatMap(rangeMistakes));
  const used = new Set(version.schedules.flatMap(schedule => schedule.ranges.map(range => range.period)));
  if ([...used].some(period => !isPrice(version.prices[period])) || !isPrice(version.surcharge))
    found.add("price");
  const { demand } = version;
  if (![demand?.price, demand?.above, demand?.factor].every(isPrice)) found.add("demand");
  else if (Number(demand?.above) < 1 || Number(demand?.factor) < 1) found.add("demand");
  for (let month = 1; month <= 12; month++)
    for (const day of DAYS) {
      const count = version.schedules.filter(s => s.months.includes(month) && s.days.includes(day)).length;
      if (count !== 1) found.add("coverage");
    }
  if (version.valid_to && version.valid_to < version.valid_from) found.add("valid_to");
  if (!version.source.trim()) found.add("source");
  return [...found];
}

/** A tariff as it is sent: without what only the server says. */
export function bodyOf({ code: _c, author: _a, changed_at: _t, knots: _k, ...body }: Tariff): TariffBody {
  return structuredClone(body);
}

/** A copy of the newest version from a day on; the one before ends on the day before. */
export function withNewVersion(body: TariffBody, from: string): TariffBody {
  const versions = [...body.versions].sort((a, b) => a.valid_from.localeCompare(b.valid_from));
  const last = versions.at(-1);
  if (!last || last.valid_from >= from) return body;
  const before = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
  const ended = { ...last, valid_to: before };
  return {
    ...body,
    versions: [
      ...versions.slice(0, -1),
      ended,
      { ...structuredClone(last), valid_from: from, valid_to: null },
    ],
  };
}

export type SpecialDays = "holidays" | "workdays";
const DAY_MS = 86_400_000;
const MOST_DAYS = 60;

/** The days from first to last that can be added: in neither list yet, and only weekend days are worked. */
export function specialDays(
  version: TariffVersion,
  kind: SpecialDays,
  first: string,
  last: string,
): string[] {
  const count = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (!(count >= 1 && count <= MOST_DAYS)) return [];
  const known = new Set([...(version.holidays ?? []), ...(version.workdays ?? [])]);
  return Array.from({ length: count }, (_, i) => new Date(Date.parse(first) + i * DAY_MS))
    .filter(day => kind === "holidays" || day.getUTCDay() % 6 === 0)
    .map(day => day.toISOString().slice(0, 10))
    .filter(day => !known.has(day));
}

export const withDays = (days: string[], added: string[]): string[] => [...days, ...added].sort();

/** A tariff to begin with: one price around the clock, nothing by the month, the park as its buyer. */
export function firstTariff(from: string): TariffBody {
  return {
    name_zh: "",
    name_en: "",
    currency: "CNY",
    example: false,
    versions: [
      {
        valid_from: from,
        valid_to: null,
        source: "",
        prices: { flat: "" },
        surcharge: "0",
        schedules: [
          {
            months: Array.from({ length: 12 }, (_, i) => i + 1),
            days: [...DAYS],
            ranges: [{ start: "00:00", end: "24:00", period: "flat" }],
          },
        ],
        holidays: [],
        workdays: [],
        demand: {
          mode: "none",
          price: "0",
          above: "1.05",
          factor: "2",
          below: "contract",
          feeds: "separate",
        },
        power_factor: null,
      },
    ],
    contracts: [{ enterprise: null, valid_from: from, valid_to: null, demand_kw: null, capacity_kva: null }],
  };
}
