import type { Remainder } from "../../api/metering";
import type { PointSeries } from "../../api/meters";

/** The sums of a span [base unit]; they are added up here only, each from the rows that are shown. */
export function sumsOf(found: Remainder) {
  const sum = (of: (row: Remainder["amounts"][number]) => number) =>
    found.amounts.reduce((all, row) => all + of(row), 0);
  const parent = sum(row => row.parent_base);
  const generation = sum(row => row.generation_base);
  return {
    parent,
    generation,
    children: sum(row => row.children_base),
    remainder: sum(row => row.amount_base),
    supplied: parent + generation,
    incomplete: found.amounts.filter(row => !row.comparable).length,
  };
}

/** As the chart of a point takes it: what cannot be compared counts as not measured. */
export const asSeries = (found: Remainder): PointSeries => ({
  point: found.parent.code,
  step: found.step,
  bucket: found.bucket,
  base_unit: found.base_unit,
  rates: [],
  amounts: found.amounts.map(row => ({
    start: row.start,
    amount_base: row.amount_base,
    estimated_base: row.comparable ? Math.sign(row.amount_base) * row.estimated_base : row.amount_base,
    covered_s: row.covered_s,
    intervals: 0,
    status: 0,
    methods: [],
    low_base: row.amount_base,
    high_base: row.amount_base,
    error_base: null,
  })),
});
