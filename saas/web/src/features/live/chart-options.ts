import type { Day, Quarter, TracePoint } from "../../api/types";
import type { Format } from "../../lib/format";
import { axisRange } from "./axis.ts";

export interface Palette {
  line: string;
  area: string;
  text: string;
  strong: string;
  grid: string;
  before: string;
  surface: string;
  hatch: string;
  font: string;
  rem: number;
}

export interface Texts {
  today: string;
  yesterday: string;
  estimated: string;
}

const G = 1_000_000;
const QUARTER_MS = 900_000;
const WINDOW_MS = 600_000;
// Yesterday's figure is drawn only where it would not press the line of the moment flat.
const NEAR = 0.25;

/** The digits that a round axis value has: at most two. */
const digitsOf = (value: number): number =>
  [0, 1, 2].find(d => Math.abs(value * 10 ** d - Math.round(value * 10 ** d)) < 1e-6) ?? 2;

function base(palette: Palette, format: Format) {
  const { rem } = palette;
  const size = Math.round(rem * 0.75);
  const label = { color: palette.text, fontSize: size, fontFamily: palette.font };
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: { left: rem * 2.75, right: rem * 5.75, top: rem * 0.75, bottom: rem * 1.6 },
    yAxis: {
      type: "value" as const,
      splitNumber: 4,
      axisLabel: { ...label, formatter: (value: number) => format.number(value, digitsOf(value)) },
      splitLine: { lineStyle: { color: palette.grid, width: 1 } },
    },
    tooltip: {
      trigger: "axis" as const,
      transitionDuration: 0,
      backgroundColor: palette.surface,
      borderColor: palette.grid,
      padding: [rem * 0.4, rem * 0.6],
      textStyle: { color: palette.strong, fontSize: size, fontFamily: palette.font },
      axisPointer: { lineStyle: { color: palette.before, type: "dashed" as const } },
    },
    label,
  };
}

interface TraceArgs {
  trace: TracePoint[];
  yesterday: number | null;
  format: Format;
  texts: Texts;
  palette: Palette;
}

/** The last ten minutes by the second; yesterday's rate at this time as a dashed line. */
export function traceOption({ trace, yesterday, format, texts, palette }: TraceArgs) {
  const { label, yAxis, ...common } = base(palette, format);
  const end = trace.at(-1)?.[0] ?? 0;
  const values = trace.map(point => point[1] / G);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const before = yesterday === null ? null : yesterday / G;
  const isNear = before !== null && before > low * (1 - NEAR) && before < high * (1 + NEAR);
  const bottom = isNear ? Math.min(low, before) : low;
  const top = isNear ? Math.max(high, before) : high;
  const room = Math.max((top - bottom) * 0.08, top * 0.002);
  const last = values.at(-1);
  return {
    ...common,
    xAxis: {
      type: "time" as const,
      min: end - WINDOW_MS,
      max: end,
      minInterval: 60_000,
      maxInterval: 120_000,
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, formatter: (value: number) => format.minute(value) },
    },
    yAxis: {
      ...yAxis,
      ...axisRange(bottom - room, top + room),
    },
    tooltip: {
      ...common.tooltip,
      formatter: (items: { value: TracePoint }[]) => {
        const point = items[0]?.value;
        return point ? `${format.clock(point[0])}<br><b>${format.number(point[1], 2)}</b> t/h` : "";
      },
    },
    series: [
      {
        type: "line" as const,
        data: trace.map(([time, value]) => [time, value / G]),
        showSymbol: false,
        symbol: "circle",
        symbolSize: palette.rem * 0.45,
        lineStyle: { color: palette.line, width: palette.rem * 0.125 },
        itemStyle: { color: palette.line },
        areaStyle: { color: palette.area, origin: "start" as const },
        endLabel: {
          show: last !== undefined,
          formatter: () => format.number(last ?? 0, 2),
          color: palette.line,
          fontSize: palette.rem * 0.9,
          fontWeight: 700,
          fontFamily: palette.font,
          distance: palette.rem * 0.5,
        },
        emphasis: { disabled: true },
        markLine: {
          silent: true,
          symbol: "none",
          animation: false,
          data: isNear && before !== null ? [{ yAxis: before }] : [],
          lineStyle: { color: palette.before, type: "dashed" as const, width: 1.25 },
          label: {
            ...label,
            // Not at the end: there stands the figure of the moment, often at the same height.
            position: "insideStartTop" as const,
            // On a ground of its own, for the line may pass behind it.
            backgroundColor: palette.surface,
            padding: [palette.rem * 0.1, palette.rem * 0.25],
            formatter: () => `${texts.yesterday} ${format.number(before ?? 0, 1)}`,
          },
        },
      },
    ],
  };
}

interface DayArgs {
  day: Day | undefined;
  format: Format;
  texts: Texts;
  palette: Palette;
  timeZone: string;
}

/** Today by the quarter hour, yesterday dashed and moved by a day, estimated quarters hatched. */
export function dayOption({ day, format, texts, palette, timeZone }: DayArgs) {
  const { label, ...common } = base(palette, format);
  const today = day?.today ?? [];
  const before = day?.yesterday ?? [];
  const start = dayStart(today[0]?.start ?? (before[0]?.start ?? Date.now() - 864e5) + 864e5, timeZone);
  const shift = today[0] && before[0] ? start - dayStart(before[0].start, timeZone) : 864e5;
  const point = (quarter: Quarter, by = 0) => [quarter.start + by + QUARTER_MS / 2, quarter.g_per_h / G];
  const last = today.at(-1);
  return {
    ...common,
    xAxis: {
      type: "time" as const,
      min: start,
      max: start + Math.max(shift, 864e5),
      minInterval: 2 * 3_600_000,
      maxInterval: 4 * 3_600_000,
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, formatter: (value: number) => format.minute(value) },
    },
    yAxis: { ...common.yAxis, min: 0 },
    tooltip: {
      ...common.tooltip,
      formatter: (items: { seriesName: string; value: [number, number] }[]) => {
        const at = items[0]?.value[0];
        const rows = items.map(item => `${item.seriesName} <b>${format.number(item.value[1], 2)}</b> t/h`);
        return at ? [format.minute(at - QUARTER_MS / 2), ...rows].join("<br>") : "";
      },
    },
    series: [
      {
        name: texts.yesterday,
        type: "line" as const,
        data: before.map(quarter => point(quarter, shift)),
        showSymbol: false,
        symbol: "circle",
        lineStyle: { color: palette.before, width: 1.25, type: "dashed" as const },
        itemStyle: { color: palette.before },
        emphasis: { disabled: true },
        endLabel: {
          show: before.length > 0,
          formatter: () => texts.yesterday,
          ...label,
          distance: palette.rem * 0.4,
        },
      },
      {
        name: texts.today,
        type: "line" as const,
        data: today.map(quarter => point(quarter)),
        showSymbol: today.length < 3,
        symbol: "circle",
        lineStyle: { color: palette.line, width: palette.rem * 0.14 },
        itemStyle: { color: palette.line },
        areaStyle: { color: palette.area },
        emphasis: { disabled: true },
        endLabel: {
          show: last !== undefined,
          formatter: () => format.number((last?.g_per_h ?? 0) / G, 2),
          color: palette.line,
          fontSize: palette.rem * 0.85,
          fontWeight: 700,
          fontFamily: palette.font,
          distance: palette.rem * 0.4,
        },
        markArea: {
          silent: true,
          animation: false,
          itemStyle: { color: { image: hatch(palette), repeat: "repeat" as const } },
          label: { ...label, position: "insideTop" as const },
          data: spans(today).map(([from, to]) => [{ xAxis: from, name: texts.estimated }, { xAxis: to }]),
        },
      },
    ],
  };
}

/** The estimated quarters as spans [from, to). */
export function spans(line: Quarter[]): [number, number][] {
  const found: [number, number][] = [];
  for (const quarter of line.filter(item => item.estimated)) {
    const open = found.at(-1);
    if (open && open[1] === quarter.start) open[1] = quarter.start + QUARTER_MS;
    else found.push([quarter.start, quarter.start + QUARTER_MS]);
  }
  return found;
}

/** Local midnight before a moment. */
export function dayStart(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(ms);
  const part = (type: string) => Number(parts.find(item => item.type === type)?.value ?? 0);
  const sinceMidnight = part("hour") * 3600 + part("minute") * 60 + part("second");
  return Math.floor(ms / 1000) * 1000 - sinceMidnight * 1000;
}

function hatch(palette: Palette): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const context = canvas.getContext("2d");
  if (context) {
    context.strokeStyle = palette.hatch;
    context.lineWidth = 1;
    for (const x of [-8, 0, 8]) {
      context.moveTo(x, 8);
      context.lineTo(x + 8, 0);
    }
    context.stroke();
  }
  return canvas;
}
