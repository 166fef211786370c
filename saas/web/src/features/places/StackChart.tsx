import { BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect } from "react";
import type { PlaceDetail } from "../../api/places";
import type { Format } from "../../lib/format";
import { pattern } from "../../lib/pattern";
import { useChart } from "../../lib/useChart";
import { type ChartPalette, usePalette } from "../live/palette";
import { scaled, UNITS } from "./words";

register([BarChart, GridComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  place: PlaceDetail;
  names: string[];
  colours: string[];
  labels: string[];
  summary: string;
  format: Format;
}

/** The layers over time. Loaded when it is needed. */
export default function StackChart({ place, names, colours, labels, summary, format }: Props) {
  const palette = usePalette();
  const [box, chart] = useChart();

  useEffect(() => {
    chart?.setOption(option({ place, names, colours, labels, format, palette }), { notMerge: true });
  }, [chart, place, names, colours, labels, format, palette]);

  return <div ref={box} className="chart place-chart" role="img" aria-label={summary} tabIndex={-1} />;
}

interface Drawn extends Omit<Props, "summary"> {
  palette: ChartPalette;
}

function option({ place, names, colours, labels, format, palette }: Drawn) {
  const style = getComputedStyle(document.documentElement);
  const axis = { color: palette.text, fontFamily: palette.font, fontSize: 0.75 * palette.rem };
  const text = (value: number) =>
    `${format.number(value, Math.abs(value) < 10 ? 2 : 0)} ${UNITS[place.measure]}`;
  return {
    animation: false,
    grid: { left: 56, right: 12, top: 12, bottom: 28 },
    tooltip: {
      trigger: "axis",
      backgroundColor: palette.surface,
      borderColor: palette.grid,
      textStyle: { color: palette.strong, fontFamily: palette.font, fontSize: 0.8 * palette.rem },
      valueFormatter: (value: unknown) => (typeof value === "number" ? text(value) : ""),
    },
    xAxis: {
      type: "category",
      data: labels,
      axisLabel: axis,
      axisLine: { lineStyle: { color: palette.grid } },
    },
    yAxis: { type: "value", axisLabel: axis, splitLine: { lineStyle: { color: palette.grid } } },
    series: place.series.map((layer, n) => {
      const color = style.getPropertyValue(colours[n] ?? "--muted-fill").trim();
      const guessed = {
        color: { image: pattern(color, "/"), repeat: "repeat" },
        borderColor: color,
        borderWidth: 0.75,
      };
      return {
        type: "bar",
        stack: "whole",
        name: names[n],
        barCategoryGap: "15%",
        itemStyle: { color },
        data: layer.values.map((value, step) => ({
          value: scaled(value, place.measure),
          ...(place.estimated[step] && { itemStyle: guessed }),
        })),
      };
    }),
  };
}
