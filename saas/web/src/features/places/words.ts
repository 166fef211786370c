import type { Measure, PlaceAmount, PlaceName } from "../../api/places";
import type { Format } from "../../lib/format";

const MG_PER_G = 1000;
const J_PER_GJ = 1e9;
export const UNITS = { carbon: "t CO\u2082", energy: "GJ" } as const;
/** So many colours that a stack tells apart; the rest is grey. */
export const LAYERS = 7;

/** Milligrams as tonnes, joules as gigajoules, with digits that suit their size. */
export function shown(value: number | null | undefined, measure: Measure, format: Format): string {
  if (value === null || value === undefined) return "\u2013";
  const amount = measure === "carbon" ? value / MG_PER_G / 1e6 : value / J_PER_GJ;
  return format.number(amount, Math.abs(amount) >= 1000 ? 0 : Math.abs(amount) >= 10 ? 1 : 3);
}

export const amountOf = (amount: PlaceAmount, measure: Measure): number | null =>
  measure === "carbon" ? amount.co2_mg : amount.joules;

/** In the units of the chart. */
export const scaled = (value: number, measure: Measure): number =>
  measure === "carbon" ? value / MG_PER_G / 1e6 : value / J_PER_GJ;

export const keyOf = (place: PlaceName): string => `${place.kind}/${place.code}`;

/** A change with its sign, and the mark that tells it without colour. */
export function changeText(change: number | null, format: Format): string {
  if (change === null) return "\u2013";
  const mark = change > 0 ? "\u25b2 +" : change < 0 ? "\u25bc " : "";
  return `${mark}${format.percent(change)}`;
}

export const change = (now: number | null, before: number | null): number | null =>
  now !== null && before !== null && before > 0 ? now / before - 1 : null;
