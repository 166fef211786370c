import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { getRemainder, type Remainder } from "../../api/metering";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { lazyLater } from "../../lib/later";
import { usePark } from "../../lib/park";
import { untilOf } from "../../lib/until";
import { tablesOf, useTable } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { ChartCard } from "../../ui/ChartCard";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { showQuantity } from "../explain/units";
import { whenText } from "./interval-options";
import { asSeries, sumsOf } from "./remainder";
import { moved, rangeOf, SPANS, type Span, STEP_MS, STEPS } from "./spans";
import "../../styles/meters.css";
import "../../styles/computed.css";

const IntervalChart = lazyLater(() => import("./IntervalChart"));

/** What no sub-meter of a meter measures, over time, and the sum that it comes from. */
export function Component() {
  const { t } = useTranslation();
  const { park } = usePark();
  const { point = "" } = useParams();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const [now] = useState(Date.now);
  const span = SPANS.find(item => item === parameters.get("span")) ?? "day";
  const end = Math.min(now, Number(parameters.get("to")) || now);
  const range = rangeOf(span, end, park.timezone);
  const query = useQuery({
    queryKey: ["series", park.code, point, "remainder", range.from, range.to, STEPS[span]],
    queryFn: () => getRemainder(park.code, point, range.from, range.to, STEPS[span]),
    placeholderData: before => before,
  });
  const go = (to: Span, at: number) =>
    setParameters(
      { ...(to !== "day" && { span: to }), ...(at < now && { to: String(at) }), ...tablesOf(parameters) },
      { replace: true },
    );
  const found = query.data;
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("remainder.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/meters`}>{t("meters.title")}</Link>
          <Link to={`/p/${park.code}/meters/${point}`}>{found ? format.name(found.parent) : point}</Link>
          <span>{t("remainder.title")}</span>
        </nav>
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {found && (
        <div className="meter-grid">
          <div className="meter-main">
            <SeriesCard {...{ found, span, end, now, range, format }} onGo={go} />
          </div>
          <aside className="meter-side">
            <Equation found={found} format={format} />
          </aside>
        </div>
      )}
    </div>
  );
}

interface SeriesProps {
  found: Remainder;
  span: Span;
  end: number;
  now: number;
  range: { from: number; to: number };
  format: Format;
  onGo: (span: Span, end: number) => void;
}

function SeriesCard({ found, span, end, now, range, format, onGo }: SeriesProps) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("remainder");
  const { remainder, supplied } = sumsOf(found);
  const summary = t("remainder.summary", {
    value: showQuantity(remainder, found.base_unit, format),
    share: supplied ? format.percent(remainder / supplied) : "\u2013",
  });
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
          onChange={value => onGo(value, end)}
        />
      }
      isTable={isTable}
      onToggle={toggleTable}
      testId="remainder-table"
      source="intervals"
      until={untilOf(found.amounts.at(-1)?.start, STEP_MS[STEPS[span]], now)}
      format={format}
    >
      <div className="span-steps">
        <button type="button" className="quiet" onClick={() => onGo(span, moved(span, end, -1, now))}>
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
          onClick={() => onGo(span, moved(span, end, 1, now))}
        >
          {t("meter.later")} →
        </button>
      </div>
      {found.amounts.length === 0 && <p className="card-empty">{t("meter.no_intervals")}</p>}
      {found.amounts.length > 0 && isTable && <Table found={found} format={format} />}
      {found.amounts.length > 0 && !isTable && (
        <Late fallback={<div className="skeleton chart" />}>
          <IntervalChart
            series={asSeries(found)}
            range={range}
            unit={found.unit}
            events={[]}
            selection={null}
            summary={`${t("remainder.title")}. ${summary}`}
            isGrey
            format={format}
          />
        </Late>
      )}
    </ChartCard>
  );
}

function Table({ found, format }: { found: Remainder; format: Format }) {
  const { t } = useTranslation();
  const show = (value: number) => showQuantity(value, found.base_unit, format);
  const hasGeneration = found.generation.length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("remainder.title")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("live.time")}</th>
            <th scope="col" className="right">
              {t("remainder.parent")}
            </th>
            {hasGeneration && (
              <th scope="col" className="right">
                + {t("health.generation")}
              </th>
            )}
            <th scope="col" className="right">
              − {t("meter.children")}
            </th>
            <th scope="col" className="right">
              = {t("remainder.title")}
            </th>
            <th scope="col">{t("explain.quality")}</th>
          </tr>
        </thead>
        <tbody>
          {[...found.amounts].reverse().map(row => (
            <tr
              key={row.start}
              className={row.contradiction ? "health-bad" : ""}
              data-testid="remainder-row"
              data-amount={row.amount_base}
            >
              <td className="nowrap">{whenText(row.start, found.bucket, format)}</td>
              <td className="right">{show(row.parent_base)}</td>
              {hasGeneration && <td className="right">{show(row.generation_base)}</td>}
              <td className="right">{show(row.children_base)}</td>
              <td className="right strong">{show(row.amount_base)}</td>
              <td>
                {row.contradiction && <span className="chip chip-bad">{t("remainder.negative")}</span>}{" "}
                {!row.comparable && (
                  <span className="chip chip-hatch">
                    {t(found.shared ? "remainder.with_others" : "remainder.incomplete")}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The sum that the remainder is, and what to do where it cannot be. */
function Equation({ found, format }: { found: Remainder; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const sums = sumsOf(found);
  const show = (value: number) => showQuantity(value, found.base_unit, format);
  const link = (item: Remainder["parent"]) => (
    <Link to={`/p/${park.code}/meters/${item.code}`}>{format.name(item)}</Link>
  );
  const lines: [string, Remainder["parent"][], number][] = [
    ["", [found.parent], sums.parent],
    ["+", found.generation, sums.generation],
    ["\u2212", found.children, sums.children],
  ];
  return (
    <Card title={t("remainder.how")}>
      <table className="table equation">
        <tbody>
          {lines
            .filter(([, items]) => items.length > 0)
            .map(([sign, items, sum]) => (
              <tr key={sign}>
                <td>{sign}</td>
                <th scope="row">
                  <ul className="links">
                    {items.map(item => (
                      <li key={item.code}>{link(item)}</li>
                    ))}
                  </ul>
                </th>
                <td className="right nowrap">{show(sum)}</td>
              </tr>
            ))}
        </tbody>
        <tfoot>
          <tr className="sum-row">
            <td>=</td>
            <th scope="row">{t("remainder.title")}</th>
            <td
              className="right nowrap strong"
              data-testid="remainder-sum"
              data-value={sums.remainder}
              data-parent={sums.parent}
              data-generation={sums.generation}
              data-children={sums.children}
            >
              {show(sums.remainder)}
            </td>
          </tr>
        </tfoot>
      </table>
      {found.contradiction && (
        <div className="preview-warn" role="note">
          <strong>{t("remainder.contradiction")}</strong>
          <p>{t("remainder.remedy")}</p>
          <p>
            <Link to={`/p/${park.code}/health?point=${found.parent.code}#findings`}>
              {t("remainder.to_findings")}
            </Link>
          </p>
        </div>
      )}
      {found.shared && (
        <p className="note" data-testid="remainder-shared">
          {t("remainder.shared")} {t("remainder.shared_hint")}
        </p>
      )}
      {sums.incomplete > 0 && !found.shared && (
        <p className="note">{t("remainder.incomplete_hint", { count: sums.incomplete })}</p>
      )}
    </Card>
  );
}
