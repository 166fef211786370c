import type { Amount, Bucket, LifeEvent, PointSeries } from "../../api/meters";
import type { Format } from "../../lib/format";
import { pattern } from "../../lib/pattern.ts";
import type { Palette } from "../live/chart-options";
import { BUCKET_MS, DAY_MS, HOUR_MS, type Range } from "./spans.ts";

export type Quality = "measured" | "reported" | "estimated" | "substituted" | "edited";
export const QUALITIES: Quality[] = ["measured", "reported", "estimated", "substituted", "edited"];

/** The bar of a bucket by how its amount is known [base unit]; the parts add up to it. */
export function partsOf(amount: Amount): Record<Quality, number> {
  const none = { measured: 0, reported: 0, estimated: 0, substituted: 0, edited: 0 };
  const all = amount.amount_base;
  if (amount.status === 3) return { ...none, edited: all };
  if (amount.status === 2) return { ...none, substituted: all };
  if (amount.status === 4)
    return { ...none, reported: all - amount.estimated_base, estimated: amount.estimated_base };
  return { ...none, measured: all - amount.estimated_base, estimated: amount.estimated_base };
}

/** The quality that a bucket is worth: the least trusted of what is in it. */
export function qualityOf(amount: Amount): Quality {
  if (amount.status === 3) return "edited";
  if (amount.status === 2) return "substituted";
  if (amount.status === 1 || amount.estimated_base !== 0) return "estimated";
  return amount.status === 4 ? "reported" : "measured";
}

/** The largest unit in which the largest bar is at least one: [divisor of base units, unit]. */
export function scaleOf(baseUnit: string, largest: number): [number, string] {
  const units: Record<string, [number, string][]> = {
    Wh: [
      [1e9, "GWh"],
      [1e6, "MWh"],
      [1e3, "kWh"],
    ],
    J: [
      [1e12, "TJ"],
      [1e9, "GJ"],
      [1e6, "MJ"],
    ],
    mL: [
      [1e6, "m\u00b3"],
      [1e3, "L"],
    ],
    g: [
      [1e6, "t"],
      [1e3, "kg"],
    ],
  };
  const known = units[baseUnit];
  return known?.find(([divisor]) => largest >= divisor) ?? known?.at(-1) ?? [1, baseUnit];
}

interface Args {
  series: PointSeries;
  range: Range;
  events: LifeEvent[];
  selection: Range | null;
  unit: string;
  palette: Palette & { warn: string };
  texts: Record<Quality, string>;
  eventText: (kind: string) => string;
  format: Format;
}

/** Amounts as stacked bars, estimated and corrected ones hatched; rates as a line with their range. */
export function intervalOption(args: Args) {
  const { series, range, palette, format } = args;
  const size = Math.round(palette.rem * 0.75);
  const label = { color: palette.text, fontSize: size, fontFamily: palette.font };
  const isRate = series.amounts.length === 0 && series.rates.length > 0;
  const largest = Math.max(0, ...series.amounts.map(item => Math.abs(item.amount_base)));
  const [divisor, unit] = isRate ? [1, args.unit] : scaleOf(series.base_unit, largest);
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: { left: palette.rem * 3.5, right: palette.rem, top: palette.rem * 1.9, bottom: palette.rem * 1.7 },
    xAxis: {
      type: "time" as const,
      min: range.from,
      max: range.to,
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: {
        ...label,
        hideOverlap: true,
        formatter: (value: number) =>
          BUCKET_MS[series.bucket] < HOUR_MS
            ? format.minute(value)
            : format.date(value).replace(/^\p{L}+,? /u, ""),
      },
    },
    yAxis: {
      type: "value" as const,
      name: unit,
      nameTextStyle: { ...label, align: "right" as const, padding: [0, palette.rem * 0.4, 0, 0] },
      splitNumber: 4,
      axisLabel: { ...label, formatter: (value: number) => format.number(value, value % 1 ? 1 : 0) },
      splitLine: { lineStyle: { color: palette.grid } },
    },
    tooltip: {
      trigger: "axis" as const,
      transitionDuration: 0,
      backgroundColor: palette.surface,
      borderColor: palette.grid,
      textStyle: { color: palette.strong, fontSize: size, fontFamily: palette.font },
      axisPointer: { type: "line" as const, lineStyle: { color: palette.before, type: "dashed" as const } },
      formatter: (items: { seriesName: string; value: [number, number]; dataIndex: number }[]) => {
        const at = items[0]?.value[0];
        if (at === undefined) return "";
        const rows = items
          .filter(item => isRate || item.value[1] !== 0)
          .map(item => `${item.seriesName} <b>${format.number(item.value[1], 2)}</b> ${unit}`);
        const start = at - (isRate ? 0 : BUCKET_MS[series.bucket] / 2);
        return [whenText(start, series.bucket, format), ...rows].join("<br>");
      },
    },
    series: isRate ? rateSeries(args) : barSeries(args, divisor),
  };
}

export function whenText(ms: number, bucket: Bucket, format: Format): string {
  return BUCKET_MS[bucket] >= DAY_MS ? format.date(ms) : format.dateTime(ms).slice(0, -3);
}

function marks({ events, range, selection, palette, eventText, format }: Args) {
  const shown = events.filter(item => !item.undone && item.time >= range.from && item.time < range.to);
  return {
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      lineStyle: { color: palette.warn, width: 1.25, type: "solid" as const },
      label: {
        color: palette.strong,
        fontSize: Math.round(palette.rem * 0.72),
        fontFamily: palette.font,
        position: "end" as const,
        formatter: (item: { name: string }) => item.name,
      },
      data: shown.map(item => ({ xAxis: item.time, name: eventText(item.kind) })),
    },
    markArea: {
      silent: true,
      animation: false,
      itemStyle: { color: palette.area, borderColor: palette.line, borderWidth: 1 },
      label: { show: false },
      data: selection
        ? [[{ xAxis: selection.from, name: format.minute(selection.from) }, { xAxis: selection.to }]]
        : [],
    },
  };
}

function rateSeries(args: Args) {
  const { series, palette, texts } = args;
  return [
    {
      name: texts.measured,
      type: "line" as const,
      data: series.rates.map(item => [item.start, item.mean]),
      showSymbol: series.rates.length < 3,
      symbol: "circle",
      lineStyle: { color: palette.line, width: palette.rem * 0.125 },
      itemStyle: { color: palette.line },
      areaStyle: { color: palette.area },
      emphasis: { disabled: true },
      ...marks(args),
    },
  ];
}

function barSeries(args: Args, divisor: number) {
  const { series, palette, texts } = args;
  const half = BUCKET_MS[series.bucket] / 2;
  const paint: Record<Quality, object> = {
    measured: { color: palette.line },
    reported: { color: { image: pattern(palette.line, "|"), repeat: "repeat" }, borderColor: palette.line },
    estimated: { color: { image: pattern(palette.line, "/"), repeat: "repeat" }, borderColor: palette.line },
    substituted: {
      color: { image: pattern(palette.warn, "\\"), repeat: "repeat" },
      borderColor: palette.warn,
    },
    edited: { color: { image: pattern(palette.warn, "x"), repeat: "repeat" }, borderColor: palette.warn },
  };
  return QUALITIES.map((quality, index) => ({
    name: texts[quality],
    type: "bar" as const,
    stack: "amount",
    barMinWidth: 1,
    barCategoryGap: "18%",
    data: series.amounts.map(item => [item.start + half, partsOf(item)[quality] / divisor]),
    itemStyle: { borderWidth: quality === "measured" ? 0 : 0.75, ...paint[quality] },
    emphasis: { disabled: true },
    ...(index === 0 && marks(args)),
  }));
}
