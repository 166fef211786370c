import type { PointSeries } from "../../api/meters";
import { groupDecimal } from "../meters/decimals.ts";

/** What tenants have of a shared meter over a span [base unit]; `parts` by target. */
export interface Parts {
  whole: number;
  parts: Map<string, number>;
  /** Quarter hours of the meter of which nobody has a part yet. */
  undivided: number;
}

/** The parts over the quarter hours that are divided: there they add up to the meter. */
export function partsOf(shared: PointSeries, tenants: PointSeries[]): Parts {
  const divided = new Set(tenants[0]?.amounts.map(item => item.start));
  const inBoth = shared.amounts.filter(item => divided.has(item.start));
  const starts = new Set(inBoth.map(item => item.start));
  const sum = (series: PointSeries) =>
    series.amounts.reduce((all, item) => (starts.has(item.start) ? all + item.amount_base : all), 0);
  return {
    whole: inBoth.reduce((all, item) => all + item.amount_base, 0),
    parts: new Map(tenants.map(series => [series.point, sum(series)])),
    undivided: shared.amounts.length - inBoth.length,
  };
}

/** By what a tenant has its part: a number, an area, or its own meter. */
export function shareText(share: { weight: string | null; submeter: string | null }, method: string): string {
  if (share.weight === null) return share.submeter ?? "";
  return method === "area" ? `${groupDecimal(share.weight)} m\u00b2` : groupDecimal(share.weight);
}
