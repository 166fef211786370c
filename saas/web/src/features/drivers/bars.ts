import type { Format } from "../../lib/format";

export interface Bar {
  key: string;
  label: string;
  /** What it begins at and ends at, in the unit of the chart. */
  from: number;
  to: number;
  shown: string;
  isTotal?: boolean;
}

/** Where bars lie in per cent of a width that leaves out the empty part below them. */
export function placesOf(bars: readonly Bar[]): { left: number; width: number }[] {
  const ends = bars.filter(bar => !bar.isTotal).flatMap(bar => [bar.from, bar.to]);
  const totals = bars.filter(bar => bar.isTotal).map(bar => bar.to);
  const all = [...ends, ...totals];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  // The axis begins at zero unless the changes would be slivers of it; then a break says so.
  const low = least > 0 && (most - least) / most < 0.25 ? least - (most - least) * 0.6 : Math.min(0, least);
  const span = most - low || 1;
  return bars.map(bar => {
    const from = bar.isTotal ? low : Math.min(bar.from, bar.to);
    const to = bar.isTotal ? bar.to : Math.max(bar.from, bar.to);
    return { left: ((from - low) / span) * 100, width: Math.max(0.3, ((to - from) / span) * 100) };
  });
}

/** From the first total to the last, each effect beginning where the one before ended. */
export function waterfallOf(
  before: number,
  after: number,
  effects: readonly (readonly [string, string, number])[],
  ends: readonly [string, string],
  show: { total: (value: number) => string; effect: (value: number) => string },
): Bar[] {
  let at = before;
  const bars: Bar[] = [
    { key: "before", label: ends[0], from: 0, to: before, shown: show.total(before), isTotal: true },
  ];
  for (const [key, label, value] of effects) {
    bars.push({ key, label, from: at, to: at + value, shown: show.effect(value) });
    at += value;
  }
  bars.push({ key: "after", label: ends[1], from: 0, to: after, shown: show.total(after), isTotal: true });
  return bars;
}

/** With its sign; what rounds to nothing has none. */
export const signed = (format: Format, value: number, digits: number) => {
  const shown = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
  return `${shown > 0 ? "+" : ""}${format.number(shown, digits)}`;
};
