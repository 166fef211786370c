import type { TFunction } from "i18next";
import type { BenchmarkLine, NormTold } from "../../api/benchmark";
import type { Format } from "../../lib/format";

/** Four significant digits: more is not known of any intensity. */
export function intensity(format: Format, value: number): string {
  const size = Math.abs(value);
  const digits = size === 0 ? 0 : Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(size))));
  return format.number(value, digits);
}

/** kg/m2 as people write it: kg CO₂e/m². */
export function unitText(t: TFunction, norm: Pick<NormTold, "kind" | "unit">): string {
  const [top = "", below = ""] = norm.unit.split("/");
  const by = below === "piece" ? t("benchmark.piece") : below.replace("2", "\u00b2").replace("3", "\u00b3");
  return `${norm.kind === "carbon" ? `${top} CO\u2082e` : top}/${by}`;
}

/** What a norm is by: an area, or a product under the name that reports have. */
export const itemText = (t: TFunction, item: string): string =>
  item.startsWith("product:")
    ? item.slice("product:".length)
    : t(item === "floor_area" ? "benchmark.item.floor_area" : "benchmark.item.land_area");

export const CHIPS = { advanced: "chip chip-good", within: "chip", above: "chip chip-bad" } as const;

/** What reaching the aim would save: in tonnes, tce or MWh. */
export const SAVED = { carbon: "t CO\u2082e", energy: "tce", electricity: "MWh" } as const;

/** What is saved by an area is of a year, as its intensity is; by a product it is of the months that count. */
export const isYearly = (norm: Pick<NormTold, "item">): boolean => !norm.item.startsWith("product:");

/** By how much it is off the same months of the year before; nothing where these are not known. */
export function change(t: TFunction, format: Format, line: BenchmarkLine): string {
  const before = line.past[0];
  if (before?.value == null || before.value === 0) return t("benchmark.no_past");
  const off = line.value / before.value - 1;
  const values = { year: before.year, share: format.percent(Math.abs(off), 1) };
  return t(off < 0 ? "benchmark.below_past" : "benchmark.above_past", values);
}

/** The months that are compared, in words: all of them, a run, or how many. */
export function monthsText(t: TFunction, format: Format, year: number, months: readonly number[]): string {
  const [first = 1, last = 12] = [months[0], months.at(-1)];
  if (months.length === 12) return t("benchmark.whole_year");
  const name = (month: number) => format.month(`${year}-${String(month).padStart(2, "0")}-01`);
  if (months.length === 1) return name(first);
  return last - first + 1 === months.length
    ? t("benchmark.months_run", { first: name(first), last: name(last) })
    : t("benchmark.months_some", { count: months.length });
}
