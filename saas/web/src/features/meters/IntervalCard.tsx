import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { getSeries, type PointLife, type PointSeries } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { lazyLater } from "../../lib/later";
import { usePark } from "../../lib/park";
import { untilOf } from "../../lib/until";
import { tablesOf, useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { showQuantity } from "../explain/units";
import { BY_CLOCK_MS } from "../live/useSettled";
import { QUALITIES, qualityOf, whenText } from "./interval-options";
import { BUCKET_MS, moved, type Range, rangeOf, roomFor, SPANS, type Span, STEPS } from "./spans";

const IntervalChart = lazyLater(() => import("./IntervalChart"));

interface Props {
  life: PointLife;
  format: Format;
  canSelect: boolean;
}

/** The point over a day, a week, a month or a year; the address holds which. */
export function IntervalCard({ life, format, canSelect }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const [isTable, toggleTable] = useTable("intervals");
  const [now] = useState(Date.now);
  const [most] = useState(() => roomFor(window.innerWidth));
  const span = SPANS.find(item => item === parameters.get("span")) ?? "day";
  const end = Math.min(now, Number(parameters.get("to")) || now);
  const range = rangeOf(span, end, park.timezone);
  const { code } = life.point;
  const query = useQuery({
    queryKey: ["series", park.code, code, range.from, range.to, STEPS[span], most],
    queryFn: () => getSeries(park.code, code, range.from, range.to, STEPS[span], most),
    refetchInterval: BY_CLOCK_MS,
    placeholderData: before => before,
  });
  const go = (to: Span, at: number) =>
    setParameters(
      { ...(to !== "day" && { span: to }), ...(at < now && { to: String(at) }), ...tablesOf(parameters) },
      { replace: true },
    );
  const select = ({ from, to }: Range) => {
    void navigate(`/p/${park.code}/meters/${code}/correct?from=${from}&to=${Math.min(to, now)}`);
  };
  const series = query.data;
  const isEmpty = series && series.amounts.length + series.rates.length === 0;
  const summary = series ? summaryOf(series, life, format, t) : "";
  return (
    <ChartCard
      title={t("meter.used")}
      summary={summary}
      className="intervals"
      actions={
        <Segmented
          label={t("live.window")}
          value={span}
          options={SPANS.map(value => ({ value, label: t(`meter.span_${value}`) }))}
          onChange={value => go(value, end)}
        />
      }
      isTable={isTable}
      onToggle={toggleTable}
      testId="intervals-table"
      source="intervals"
      until={untilOf(
        (series?.amounts.at(-1) ?? series?.rates.at(-1))?.start,
        series ? BUCKET_MS[series.bucket] : 0,
        query.dataUpdatedAt,
      )}
      foot={
        <>
          {" "}
          {QUALITIES.map(quality => (
            <span key={quality} className="legend">
              <i className={`bar-swatch bar-${quality}`} aria-hidden="true" /> {t(`meter.${quality}`)}
            </span>
          ))}
          {canSelect && <span className="legend-hint">{t("meter.select_hint")}</span>}
        </>
      }
      format={format}
    >
      <div className="span-steps">
        <button type="button" className="quiet" onClick={() => go(span, moved(span, end, -1, now))}>
          ← {t("meter.earlier")}
        </button>
        <span className="note">
          {format.date(range.from)}
          {span !== "day" && ` – ${format.date(range.to - 1)}`}
        </span>
        <button
          type="button"
          className="quiet"
          disabled={range.to > now}
          onClick={() => go(span, moved(span, end, 1, now))}
        >
          {t("meter.later")} →
        </button>
      </div>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton chart" />}
      {isEmpty && <p className="card-empty">{t("meter.no_intervals")}</p>}
      {series && !isEmpty && isTable && <IntervalTable series={series} life={life} format={format} />}
      {series && !isEmpty && !isTable && (
        <Late fallback={<div className="skeleton chart" />}>
          <IntervalChart
            series={series}
            range={range}
            unit={life.point.unit}
            events={life.events}
            selection={null}
            onSelect={canSelect && series.amounts.length > 0 && span !== "year" ? select : undefined}
            summary={`${t("meter.used")}. ${summary}`}
            format={format}
          />
        </Late>
      )}
    </ChartCard>
  );
}

function summaryOf(series: PointSeries, life: PointLife, format: Format, t: TFunction): string {
  if (series.rates.length > 0) {
    const last = series.rates.at(-1)?.mean ?? 0;
    return t("meter.rate_summary", { value: `${format.number(last, 1)} ${life.point.unit}` });
  }
  const total = series.amounts.reduce((sum, item) => sum + item.amount_base, 0);
  const estimated = series.amounts.reduce((sum, item) => sum + Math.abs(item.estimated_base), 0);
  const used = t("meter.used_summary", {
    value: showQuantity(total, series.base_unit, format),
    share: format.percent(total ? estimated / Math.abs(total) : 0),
  });
  const errors = series.amounts.map(item => item.error_base);
  if (!total || errors.length === 0 || errors.some(error => error === null)) return used;
  const error = errors.reduce((sum: number, item) => sum + (item ?? 0), 0);
  return `${used}${t("meter.integral_error", { share: percentOf(error, total, format) })}`;
}

/** A bound beside an amount, as "± x %" has it. */
function percentOf(error: number, amount: number, format: Format): string {
  return amount ? `${format.number((100 * error) / Math.abs(amount), 2)}%` : "\u2013";
}

function IntervalTable({ series, life, format }: { series: PointSeries; life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("meter.used")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("live.time")}</th>
            <th scope="col" className="right">
              {series.rates.length ? life.point.unit : t("explain.quantity")}
            </th>
            <th scope="col">{t("explain.quality")}</th>
            <th scope="col">{t("explain.method")}</th>
          </tr>
        </thead>
        <tbody>
          {[...series.amounts].reverse().map(item => (
            <tr key={item.start} data-testid="interval" data-amount={item.amount_base}>
              <td className="nowrap">{whenText(item.start, series.bucket, format)}</td>
              <td className="right">
                {showQuantity(item.amount_base, series.base_unit, format)}
                {item.error_base !== null && item.error_base !== undefined && (
                  <span className="note" data-error={item.error_base}>
                    {" "}
                    ± {percentOf(item.error_base, item.amount_base, format)}
                  </span>
                )}
              </td>
              <td>
                <span
                  className={["measured", "reported"].includes(qualityOf(item)) ? "chip" : "chip chip-hatch"}
                >
                  {t(`meter.${qualityOf(item)}`)}
                </span>
              </td>
              <td>{item.methods.map(method => label("interval_method", method)).join(", ")}</td>
            </tr>
          ))}
          {[...series.rates].reverse().map(item => (
            <tr key={item.start}>
              <td className="nowrap">{whenText(item.start, series.bucket, format)}</td>
              <td className="right">{format.number(item.mean, 2)}</td>
              <td>{t("meter.measured")}</td>
              <td className="nowrap">
                {format.number(item.low, 1)} – {format.number(item.high, 1)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
