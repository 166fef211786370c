import { LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Day, TracePoint } from "../../api/types";
import type { Format } from "../../lib/format";
import { useAsk } from "../explain/context";
import { dayOption, type Texts, traceOption } from "./chart-options";
import { usePalette } from "./palette";

register([LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  window: "trace" | "day";
  trace: TracePoint[];
  day: Day | undefined;
  timeZone: string;
  yesterday: number | null;
  summary: string;
  format: Format;
}

/** The line itself. Loaded when it is needed: the charting library is half of the page. */
export default function RateChart(props: Props) {
  const { window: shown, trace, day, yesterday, summary, format, timeZone } = props;
  const { t } = useTranslation();
  const colours = usePalette();
  const ask = useAsk();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);

  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  // Another window has other axes: start afresh.
  const drawn = useRef(shown);

  useEffect(() => {
    const texts: Texts = {
      today: t("live.today_line"),
      yesterday: t("live.yesterday_line"),
      estimated: t("live.estimated_span"),
    };
    const option =
      shown === "trace"
        ? traceOption({ trace, yesterday, format, texts, palette: colours })
        : dayOption({ day, format, texts, palette: colours, timeZone });
    const isSame = drawn.current === shown;
    drawn.current = shown;
    chart.current?.setOption(option, { lazyUpdate: isSame, notMerge: !isSame });
  }, [shown, trace, day, yesterday, colours, format, timeZone, t]);

  useEffect(() => {
    const made = chart.current;
    const element = box.current;
    if (!made || !element || !ask || shown !== "day") return;
    const onClick = (event: { offsetX: number; offsetY: number }) => {
      const time = made.convertFromPixel({ xAxisIndex: 0 }, event.offsetX);
      const quarter = day?.today.findLast(item => item.start <= time);
      if (quarter && time - quarter.start < 900_000)
        ask({ query: { figure: "interval", start: quarter.start }, clicked: quarter.g_per_h }, element);
    };
    made.getZr().on("click", onClick);
    return () => {
      if (!made.isDisposed()) made.getZr().off("click", onClick);
    };
  }, [ask, shown, day]);

  return (
    <div ref={box} className="chart" role="img" aria-label={`${t("live.rate")}. ${summary}`} tabIndex={-1} />
  );
}
