import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getResources } from "../../api/calls";
import type { Resource, Resources } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { ChartCard } from "../../ui/ChartCard";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { RowsTable } from "../../ui/RowsTable";
import type { View } from "../costs/CostsPage";
import { daysOf, monthSpan } from "../costs/month";
import { BY_CLOCK_MS } from "../live/useSettled";

/** Water, solid waste and waste heat of a month, the year so far, and the indicators they are for. */
export function ResourcesView({ view, format }: { view: View; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const span = monthSpan(view.month, park.timezone);
  const { data, dataUpdatedAt, error, refetch } = useQuery({
    queryKey: ["resources", park.code, view.month, view.enterprise ?? null],
    queryFn: () =>
      getResources(park.code, { ...span, ...(view.enterprise && { enterprise: view.enterprise }) }),
    refetchInterval: BY_CLOCK_MS,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data)
    return <div className="card skeleton resource-skeleton" role="status" aria-label={t("app.loading")} />;
  if (data.resources.length === 0)
    return <Empty title={t("resources.empty")} hint={t("resources.empty_hint")} />;
  return (
    <>
      <Rates found={data} format={format} />
      <div className="resource-grid">
        {data.resources.map(resource => (
          <ResourceCard
            key={resource.carrier}
            resource={resource}
            month={view.month}
            computed={dataUpdatedAt}
            format={format}
          />
        ))}
      </div>
    </>
  );
}

function Rates({ found, format }: { found: Resources; format: Format }) {
  const { t } = useTranslation();
  return (
    <Card
      title={t("resources.indicators")}
      summary={t("resources.indicators_hint")}
      className="resource-rates"
    >
      <ul className="rates">
        {found.rates.map(rate => (
          <li key={rate.code} data-rate={rate.code}>
            <span className="rate-name">{t(`resources.rate.${rate.code}`)}</span>
            <strong className={rate.value !== null && rate.value < rate.target ? "is-over" : ""}>
              {rate.value === null ? "\u2013" : format.percent(rate.value)}
            </strong>
            {rate.value === null ? (
              <span className="note">{t("resources.not_measured")}</span>
            ) : (
              <meter
                className={rate.value < rate.target ? "gauge gauge-over" : "gauge"}
                min={0}
                max={1}
                value={rate.value}
                aria-label={t(`resources.rate.${rate.code}`)}
              />
            )}
            <span className="note">{t("resources.target", { target: format.percent(rate.target, 0) })}</span>
          </li>
        ))}
      </ul>
      <p className="note">{found.source}</p>
    </Card>
  );
}

interface CardProps {
  resource: Resource;
  month: string;
  /** ms */
  computed: number;
  format: Format;
}

function ResourceCard({ resource, month, computed, format }: CardProps) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable(`resource-${resource.carrier}`);
  const amount = (base: number) => format.number(base / resource.per_unit, resource.unit === "t" ? 1 : 0);
  const unit = <span className="unit">{resource.unit.replace("m3", "m³")}</span>;
  const days = new Map(resource.days.map(day => [day.day, day]));
  const most = Math.max(1, ...resource.days.map(day => day.quantity));
  const name = t(`resources.carrier.${resource.carrier}`);
  return (
    <ChartCard
      title={name}
      className="resource"
      summary={t("resources.meters", { count: resource.points.length })}
      isTable={isTable}
      onToggle={toggleTable}
      testId={`resource-${resource.carrier}-toggle`}
      source="intervals"
      computed={computed}
      format={format}
    >
      <p className="cost-value" data-resource={resource.carrier} data-value={resource.quantity}>
        <strong>{amount(resource.quantity)}</strong> {unit}
        {resource.estimated > 0 && (
          <span className="chip chip-hatch">
            {t("live.estimated", {
              share: format.percent(resource.estimated / Math.max(1, resource.quantity)),
            })}
          </span>
        )}
      </p>
      <p className="note">
        {t("resources.year", {
          amount: `${amount(resource.year_quantity)} ${resource.unit.replace("m3", "m³")}`,
        })}
      </p>
      {isTable ? (
        <RowsTable
          columns={[t("costs.day"), resource.unit.replace("m3", "m³")]}
          rows={resource.days.map(day => ({
            key: day.day,
            cells: [format.dayOf(day.day), amount(day.quantity)],
          }))}
        />
      ) : (
        <div
          className="spark"
          data-picture=""
          role="img"
          aria-label={t("resources.days_summary", { name, days: resource.days.length, most: amount(most) })}
        >
          {daysOf(month).map(day => {
            const found = days.get(day);
            return (
              <i
                key={day}
                title={found ? `${format.dayOf(day)}: ${amount(found.quantity)} ${resource.unit}` : undefined}
                style={{ height: `${((found?.quantity ?? 0) / most) * 100}%` }}
              />
            );
          })}
        </div>
      )}
      <ul className="feeds">
        {resource.owners.map(owner => (
          <li key={owner.enterprise ?? ""} data-owner={owner.enterprise ?? ""} data-value={owner.quantity}>
            <span>
              {owner.name_zh && owner.name_en
                ? format.name({ name_zh: owner.name_zh, name_en: owner.name_en })
                : t("resources.park")}
            </span>
            <span>
              {amount(owner.quantity)} {unit}
            </span>
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}
