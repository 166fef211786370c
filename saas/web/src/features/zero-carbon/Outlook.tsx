import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getZeroOutlook, type ZeroOutlook, type ZeroPoint } from "../../api/national";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { Frame } from "../planning/Frame";
import { band, line } from "../planning/plot";
import { tonnes } from "./words";

const MG_PER_T = 1e9;

/** Past years, the base year and the way to the target year, as a chart or a table. */
export function Outlook({ format }: { format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("outlook");
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["zero-outlook", park.code],
    queryFn: () => getZeroOutlook(park.code),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="card skeleton inventory-skeleton" aria-busy="true" />;
  const last = data.points.at(-1);
  const isCore = data.figure === "core";
  const digits = isCore ? 3 : 0;
  const summary =
    data.method === "too_few_years"
      ? t("zero_carbon.too_few_years", { count: data.whole_years })
      : t("zero_carbon.trend", {
          years: data.whole_years,
          year: data.target_year,
          value: format.number(last?.expected ?? 0, digits),
          lower: format.number(last?.lower ?? 0, digits),
          upper: format.number(last?.upper ?? 0, digits),
          level: format.percent(data.level, 0),
        });
  return (
    <div className="stack zero-tab">
      <ChartCard
        title={t(isCore ? "zero_carbon.outlook_core" : "zero_carbon.outlook_total")}
        summary={summary}
        isTable={isTable}
        onToggle={toggleTable}
        testId="outlook-toggle"
        source="model"
        computed={dataUpdatedAt}
        format={format}
      >
        {isTable ? (
          <OutlookTable data={data} format={format} />
        ) : (
          <Plot data={data} label={summary} format={format} />
        )}
        <ul className="legend zero-legend">
          <li>
            <i className="dot zero-was" /> {t("zero_carbon.was")}
          </li>
          {data.method === "trend" && (
            <li>
              <i className="dot zero-ahead" /> {t("zero_carbon.ahead")}
            </li>
          )}
          {isCore && data.limit !== null && (
            <li>
              <i className="dot zero-limit" /> {t("zero_carbon.needed")}
            </li>
          )}
        </ul>
        <p className="note">{t("zero_carbon.outlook_note", { base: data.base_year })}</p>
      </ChartCard>
    </div>
  );
}

type Pair = readonly [number, number];

function Plot({ data, label, format }: { data: ZeroOutlook; label: string; format: Format }) {
  const isCore = data.figure === "core";
  const was = (one: ZeroPoint) =>
    isCore ? (one.core ?? null) : one.total_mg == null ? null : one.total_mg / MG_PER_T;
  const years = data.points.map(one => one.year);
  const [first, last] = [years[0] ?? data.base_year, years.at(-1) ?? data.target_year];
  const values = data.points.flatMap(one => [was(one), one.expected, one.needed, isCore ? data.limit : null]);
  const widest = data.points.map(one => Math.min(one.upper ?? 0, 3 * (one.expected ?? 0)));
  const highest = Math.max(0.01, ...values.map(value => value ?? 0), ...widest);
  const marks = years.map(year => ({ at: year, text: String(year) }));
  return (
    <Frame
      label={label}
      height={320}
      x={[first - 0.4, last + 0.4]}
      y={[0, highest]}
      marks={marks}
      format={format}
    >
      {scale => {
        const at = (value: (one: ZeroPoint) => number | null | undefined): Pair[] =>
          data.points.flatMap(one => {
            const found = value(one);
            return found == null ? [] : [[scale.x(one.year), scale.y(Math.min(found, highest))] as const];
          });
        const upper = at(one => one.upper);
        return (
          <>
            {upper.length > 0 && (
              <path
                className="zero-band"
                d={band(
                  upper,
                  at(one => one.lower),
                )}
              />
            )}
            <path className="zero-line-needed" d={line(at(one => one.needed))} />
            <path className="zero-line-ahead" d={line(at(one => one.expected))} />
            {data.points.map(one => {
              const value = was(one);
              if (value === null || one.days === 0) return null;
              return (
                <circle
                  key={one.year}
                  className={one.is_whole ? "zero-dot" : "zero-dot is-part"}
                  cx={scale.x(one.year)}
                  cy={scale.y(value)}
                  r={one.year === data.base_year ? 7 : 5}
                />
              );
            })}
          </>
        );
      }}
    </Frame>
  );
}

function OutlookTable({ data, format }: { data: ZeroOutlook; format: Format }) {
  const { t } = useTranslation();
  const digits = data.figure === "core" ? 3 : 0;
  const number = (value: number | null | undefined, places: number) =>
    value == null ? "\u2013" : format.number(value, places);
  return (
    <Scroll label={t("zero_carbon.tab.outlook")}>
      <table className="table" data-testid="outlook-table">
        <thead>
          <tr>
            <th scope="col">{t("zero_carbon.year")}</th>
            <th scope="col" className="right">
              {t("zero_carbon.total")} <span className="unit">t</span>
            </th>
            <th scope="col" className="right">
              {t("zero_carbon.energy")} <span className="unit">tce</span>
            </th>
            <th scope="col" className="right">
              {t("zero_carbon.core")}
            </th>
            <th scope="col" className="right">
              {t("zero_carbon.ahead")}
            </th>
            <th scope="col" className="right">
              {t("zero_carbon.needed")}
            </th>
            <th scope="col" className="right">
              {t("zero_carbon.planned")} <span className="unit">t</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.points.map(one => (
            <tr key={one.year} data-year={one.year}>
              <th scope="row">
                {one.year}{" "}
                {one.year === data.base_year && <span className="chip">{t("zero_carbon.base")}</span>}{" "}
                {one.days > 0 && !one.is_whole && (
                  <span className="chip chip-warn">{t("zero_carbon.part_year", { days: one.days })}</span>
                )}
              </th>
              <td className="right">{one.total_mg == null ? "\u2013" : tonnes(one.total_mg, format)}</td>
              <td className="right">{number(one.tce, 1)}</td>
              <td className="right">{number(one.core, 3)}</td>
              <td className="right">
                {number(one.expected, digits)}
                {one.lower != null && one.upper != null && (
                  <span className="term-sub">
                    {number(one.lower, digits)}–{number(one.upper, digits)}
                  </span>
                )}
              </td>
              <td className="right">{number(one.needed, 3)}</td>
              <td className="right">{number(one.target_t, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
