import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { LifeEvent, PointSeries } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { useChart } from "../../lib/useChart";
import { usePalette } from "../live/palette";
import { intervalOption } from "./interval-options";
import { QUARTER_MS, type Range } from "./spans";

register([
  BarChart,
  LineChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

interface Props {
  series: PointSeries;
  range: Range;
  unit: string;
  events: LifeEvent[];
  selection: Range | null;
  /** A span was drawn over the chart; absent where nothing may be selected. */
  onSelect?: ((selection: Range) => void) | undefined;
  summary: string;
  /** What is left over rather than measured. */
  isGrey?: boolean;
  format: Format;
}

/** A point's intervals over time. Loaded when it is needed. */
export default function IntervalChart(props: Props) {
  const { series, range, unit, events, selection, onSelect, summary, isGrey = false, format } = props;
  const { t } = useTranslation();
  const label = useLabels();
  const palette = usePalette();
  const [box, chart] = useChart();

  useEffect(() => {
    const texts = {
      measured: t("explain.measured"),
      reported: t("explain.reported"),
      estimated: t("live.estimated_span"),
      substituted: t("meter.substituted"),
      edited: t("meter.edited"),
    };
    chart?.setOption(
      intervalOption({
        series,
        range,
        events,
        selection,
        unit,
        palette: isGrey ? { ...palette, line: palette.before, area: palette.grid } : palette,
        texts,
        format,
        eventText: kind => label("event", kind),
      }),
      { notMerge: true },
    );
  }, [chart, series, range, events, selection, unit, palette, isGrey, format, label, t]);

  useEffect(() => {
    const made = chart;
    if (!made || !onSelect) return;
    let from: number | null = null;
    const at = (event: { offsetX: number }): number => {
      const time = made.convertFromPixel({ xAxisIndex: 0 }, event.offsetX);
      return Math.min(range.to, Math.max(range.from, time));
    };
    const down = (event: { offsetX: number }) => {
      from = at(event);
    };
    const up = (event: { offsetX: number }) => {
      if (from === null) return;
      const [low, high] = [Math.min(from, at(event)), Math.max(from, at(event))];
      from = null;
      // A click is no span.
      if (made.convertToPixel({ xAxisIndex: 0 }, high) - made.convertToPixel({ xAxisIndex: 0 }, low) < 6)
        return;
      onSelect({
        from: Math.floor(low / QUARTER_MS) * QUARTER_MS,
        to: Math.ceil(high / QUARTER_MS) * QUARTER_MS,
      });
    };
    made.getZr().on("mousedown", down);
    made.getZr().on("mouseup", up);
    return () => {
      if (made.isDisposed()) return;
      made.getZr().off("mousedown", down);
      made.getZr().off("mouseup", up);
    };
  }, [chart, onSelect, range]);

  return <div ref={box} className="chart" role="img" aria-label={summary} tabIndex={-1} />;
}
