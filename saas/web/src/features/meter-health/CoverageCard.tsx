import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { getCoverage } from "../../api/calls";
import type { CalendarRow, Cell } from "../../api/types";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Scroll } from "./Scroll";
import { ownerText, type Shared } from "./words";

export const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const BYS = ["enterprise", "point"] as const;
const SPANS = ["7", "14", "31"] as const;
const MEASURES = ["coverage", "time", "estimated"] as const;
type Measure = (typeof MEASURES)[number];

/** The span of the last days, up to the running quarter hour, so that it does not change with every look. */
export function useSpan(days: string): { from: number; to: number } {
  const to = Math.ceil(Date.now() / QUARTER_MS) * QUARTER_MS;
  return useMemo(() => ({ from: to - (Number(days) - 1) * DAY_MS, to }), [to, days]);
}

/** Rows of meters or enterprises, columns of local days, each saying how much of its energy was measured. */
export function CoverageCard({ park, format, filters, change, owners }: Shared) {
  const { t } = useTranslation();
  const label = useLabels();
  const by = filters.by as (typeof BYS)[number];
  const measure = filters.measure as Measure;
  const span = useSpan(filters.days);
  const query = useQuery({
    queryKey: ["health", park, "coverage", by, span],
    queryFn: () => getCoverage(park, span.from, span.to, by),
    placeholderData: old => old,
    refetchInterval: 60_000,
  });
  const rows = (query.data?.rows ?? []).filter(
    row =>
      (!filters.enterprise || row.enterprise === filters.enterprise) &&
      (by === "enterprise" || !filters.point || row.point === filters.point),
  );
  return (
    <Card
      title={t("health.calendar")}
      summary={t(`health.measure_${measure}_hint`)}
      actions={
        <div className="health-controls">
          <Segmented
            label={t("health.measure")}
            value={measure}
            options={MEASURES.map(value => ({ value, label: t(`health.measure_${value}`) }))}
            onChange={value => change({ measure: value })}
          />
          <Segmented
            label={t("health.rows")}
            value={by}
            options={BYS.map(value => ({ value, label: t(`health.by_${value}`) }))}
            onChange={value => change({ by: value })}
          />
          <Segmented
            label={t("health.period")}
            value={filters.days as (typeof SPANS)[number]}
            options={SPANS.map(value => ({ value, label: t("health.days", { count: Number(value) }) }))}
            onChange={value => change({ days: value })}
          />
        </div>
      }
    >
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton health-skeleton" />}
      {query.data && rows.length === 0 && (
        <Empty title={t("health.no_meters")} hint={t("health.no_meters_hint")} />
      )}
      {query.data && rows.length > 0 && (
        <Scroll label={t("health.calendar")} fromEnd={query.data.days}>
          <table className="table calendar" data-testid="calendar">
            <thead>
              <tr>
                <th scope="col">{t(by === "point" ? "health.point" : "health.enterprise")}</th>
                {query.data.days.map(day => (
                  <th scope="col" key={day} className="calendar-day">
                    {format.day(day)}
                  </th>
                ))}
                <th scope="col" className="right">
                  {t("health.period_total")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={`${row.point ?? row.enterprise} ${row.carrier}`}>
                  <RowHead
                    row={row}
                    carrier={label("carrier", row.carrier)}
                    format={format}
                    owners={owners}
                  />
                  {row.days.map((cell, i) => (
                    <DayCell key={query.data.days[i]} cell={cell} measure={measure} format={format} />
                  ))}
                  <td className="right strong">{shown(row.total, measure, format)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p className="note calendar-legend">
        <i className="cell cell-full" /> {t("health.legend_full")} <i className="cell cell-part" />{" "}
        {t("health.legend_part")} <i className="cell cell-poor" /> {t("health.legend_poor")}{" "}
        <i className="cell cell-none" /> {t("health.legend_none")}
      </p>
    </Card>
  );
}

interface RowHeadProps extends Pick<Shared, "format" | "owners"> {
  row: CalendarRow;
  carrier: string;
}

function RowHead({ row, carrier, format, owners }: RowHeadProps) {
  const { t } = useTranslation();
  const owner = ownerText(t, format, row.enterprise, owners);
  return (
    <th scope="row" className="calendar-name">
      {row.point ? format.name(row) : owner}
      <span className="term-sub">{row.point ? owner : carrier}</span>
    </th>
  );
}

function shown(cell: Cell, measure: Measure, format: Shared["format"]): string {
  const value = cell[measure];
  // A missing minute must not be rounded away.
  if (value !== null && measure !== "estimated" && value < 1 && value > 0.9995) return format.percent(0.999);
  return value === null ? "–" : format.percent(value, value === 1 || value === 0 ? 0 : 1);
}

/** How good a cell is; of an estimated share what is left counts. */
function gradeOf(cell: Cell | null, measure: Measure): "none" | "full" | "part" | "poor" {
  const value = cell?.[measure] ?? null;
  if (value === null) return "none";
  const good = measure === "estimated" ? 1 - value : value;
  return good >= 0.9995 ? "full" : good >= 0.95 ? "part" : "poor";
}

function DayCell({
  cell,
  measure,
  format,
}: {
  cell: Cell | null;
  measure: Measure;
  format: Shared["format"];
}) {
  const { t } = useTranslation();
  if (!cell)
    return (
      <td className="cell cell-none">
        <span className="sr-only">{t("health.legend_none")}</span>
      </td>
    );
  return <td className={`cell cell-${gradeOf(cell, measure)}`}>{shown(cell, measure, format)}</td>;
}
