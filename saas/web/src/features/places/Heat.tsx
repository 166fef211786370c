import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getHeat, type PlaceHeat, type PlaceKind } from "../../api/places";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Problem } from "../../ui/Problem";
import type { View } from "./usePlaces";
import { shown, UNITS } from "./words";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const CELL = { width: 26, height: 12, left: 84, top: 16 };

interface Known {
  value: number;
  hour: number;
  day: string;
}

interface Props {
  kind: PlaceKind;
  code: string;
  view: View;
  format: Format;
}

/** The hours of the last days of the period: when it is used, also when nobody should. */
export function Heat({ kind, code, view, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("heat");
  const query = { ...view.days, measure: view.measure };
  const found = useQuery({
    queryKey: ["place-heat", park.code, kind, code, query],
    queryFn: () => getHeat(park.code, kind, code, query),
  });
  if (found.error) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div className="card skeleton inventory-skeleton" aria-busy="true" />;
  const heat = found.data;
  const known = heat.values.flatMap((day, n) =>
    day.flatMap((value, hour) => (value === null ? [] : [{ value, hour, day: heat.days[n] ?? "" }])),
  );
  const most = known.reduce<Known | null>(
    (best, one) => (best && best.value >= one.value ? best : one),
    null,
  );
  const summary = heat.is_withheld
    ? t("places.kept_hours")
    : most
      ? t("places.heat_summary", {
          value: `${shown(most.value, heat.measure, format)} ${UNITS[heat.measure]}`,
          day: format.dayOf(most.day),
          hour: `${most.hour}:00`,
        })
      : t("places.no_hours");
  return (
    <ChartCard
      title={t("places.heat")}
      summary={summary}
      isEmpty={!(known.length > 0)}
      isTable={isTable}
      onToggle={toggleTable}
      testId="heat-toggle"
      source="ledger"
      computed={found.dataUpdatedAt}
      format={format}
    >
      {most &&
        (isTable ? (
          <Table heat={heat} format={format} />
        ) : (
          <HourMap heat={heat} most={most.value} summary={summary} format={format} />
        ))}
    </ChartCard>
  );
}

function HourMap({
  heat,
  most,
  summary,
  format,
}: {
  heat: PlaceHeat;
  most: number;
  summary: string;
  format: Format;
}) {
  const { t } = useTranslation();
  const height = CELL.top + heat.days.length * CELL.height + 4;
  const width = CELL.left + 24 * CELL.width;
  return (
    <>
      <svg
        className="place-heat"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${t("places.heat")}. ${summary}`}
      >
        {HOURS.filter(hour => hour % 3 === 0).map(hour => (
          <text key={hour} x={CELL.left + hour * CELL.width} y={CELL.top - 5}>
            {hour}:00
          </text>
        ))}
        {heat.values.map((day, n) => (
          <g key={heat.days[n]}>
            {n % 2 === 0 && (
              <text x={CELL.left - 6} y={CELL.top + n * CELL.height + 9} textAnchor="end">
                {format.dayOf(heat.days[n] ?? "")}
              </text>
            )}
            {day.map((value, hour) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is the hour
                key={hour}
                x={CELL.left + hour * CELL.width}
                y={CELL.top + n * CELL.height}
                width={CELL.width - 1}
                height={CELL.height - 1}
                className={value === null ? "is-unknown" : ""}
                style={
                  value === null ? {} : { opacity: 0.06 + 0.94 * (most > 0 ? Math.max(0, value) / most : 0) }
                }
              />
            ))}
          </g>
        ))}
      </svg>
      <p className="note">
        {t("places.heat_legend", { most: `${shown(most, heat.measure, format)} ${UNITS[heat.measure]}` })}
      </p>
    </>
  );
}

function Table({ heat, format }: { heat: PlaceHeat; format: Format }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll place-scroll" tabIndex={0} aria-label={t("places.heat")}>
      <table className="table" data-testid="heat-table">
        <thead>
          <tr>
            <th scope="col">
              {t("places.day")} <span className="unit">{UNITS[heat.measure]}</span>
            </th>
            {HOURS.map(hour => (
              <th key={hour} scope="col" className="right">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heat.values.map((day, n) => (
            <tr key={heat.days[n]}>
              <th scope="row">{format.dayOf(heat.days[n] ?? "")}</th>
              {day.map((value, hour) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is the hour
                <td key={hour} className="right">
                  {shown(value, heat.measure, format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
