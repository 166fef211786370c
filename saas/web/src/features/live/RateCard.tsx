import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getDay } from "../../api/calls";
import type { Day, TracePoint } from "../../api/types";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { lazyLater } from "../../lib/later";
import { untilOf } from "../../lib/until";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { useAsk } from "../explain/context";
import { DayTable, TraceTable } from "./RateTables";
import type { LiveState } from "./store";
import { BY_CLOCK_MS } from "./useSettled";

const RateChart = lazyLater(() => import("./RateChart"));

type Window = "trace" | "day";

interface Props {
  park: string;
  timeZone: string;
  live: LiveState;
  format: Format;
  /** Alternate between the windows by itself, as on the wall. */
  window?: Window;
}

export function useDay(park: string) {
  return useQuery({
    queryKey: ["day", park],
    queryFn: () => getDay(park),
    refetchInterval: BY_CLOCK_MS,
  });
}

/** The rate as a line: the last ten minutes by the second, or today by the quarter hour beside yesterday. */
export function RateCard({ park, timeZone, live, format, window: fixed }: Props) {
  const { t } = useTranslation();
  const isInteractive = useAsk() !== null;
  const [chosen, setWindow] = useState<Window>("trace");
  const [isTable, toggleTable] = useTable(`rate-${window}`);
  const day = useDay(park);
  const shown = fixed ?? chosen;
  const gas = gasText(live.frame?.gas ?? "CO2");
  const text =
    shown === "trace" ? traceSummary(live.trace, format, t) : day.data ? daySummary(day.data, format, t) : "";
  return (
    <ChartCard
      title={`${t("live.rate")} · ${shown === "trace" ? t("live.ten_minutes") : t("live.day")}`}
      summary={`t ${gas}/h${text && ` · ${text}`}`}
      className="rate"
      actions={
        isInteractive && (
          <Segmented
            label={t("live.window")}
            value={shown}
            options={[
              { value: "trace", label: t("live.ten_minutes") },
              { value: "day", label: t("live.day") },
            ]}
            onChange={setWindow}
          />
        )
      }
      isEmpty={!isInteractive}
      isTable={isTable}
      onToggle={toggleTable}
      testId="rate-table-toggle"
      source={shown === "trace" ? "readings" : "quarters"}
      until={
        shown === "trace"
          ? live.trace.at(-1)?.[0]
          : untilOf(day.data?.today.at(-1)?.start, (day.data?.resolution_s ?? 0) * 1000, day.dataUpdatedAt)
      }
      format={format}
    >
      {shown === "day" && day.isPending ? (
        <div className="chart skeleton" />
      ) : shown === "day" && day.error ? (
        <Problem error={day.error} onRetry={() => void day.refetch()} />
      ) : isTable ? (
        shown === "trace" ? (
          <TraceTable trace={live.trace} format={format} />
        ) : (
          <DayTable day={day.data} format={format} />
        )
      ) : (
        <Late fallback={<div className="chart skeleton" />}>
          <RateChart
            window={shown}
            trace={live.trace}
            day={day.data}
            timeZone={timeZone}
            yesterday={live.frame?.now.yesterday ?? null}
            summary={text}
            format={format}
          />
        </Late>
      )}
    </ChartCard>
  );
}

function traceSummary(trace: TracePoint[], format: Format, t: TFunction): string {
  const [first] = trace;
  const last = trace.at(-1);
  if (!first || !last || trace.length < 2) return t("live.trace_empty");
  const low = trace.reduce((best, point) => (point[1] < best[1] ? point : best));
  const high = trace.reduce((best, point) => (point[1] > best[1] ? point : best));
  return t("live.trace_summary", {
    minutes: format.number(Math.max(1, Math.round((last[0] - first[0]) / 60_000))),
    low: format.tonnes(low[1]),
    low_time: format.clock(low[0]),
    high: format.tonnes(high[1]),
    high_time: format.clock(high[0]),
  });
}

function daySummary(day: Day, format: Format, t: TFunction): string {
  if (day.today.length === 0) return t("live.day_empty");
  const high = day.today.reduce((best, quarter) => (quarter.g_per_h > best.g_per_h ? quarter : best));
  return t("live.day_summary", { high: format.tonnes(high.g_per_h), high_time: format.minute(high.start) });
}
