import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { type Conversion, getSeries, type PointLife } from "../../api/meters";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import { rangeOf, SPANS, STEPS } from "./spans";

/** What is made of a mass of steam or a volume of gas: each quantity by its name, never added up. */
export function Conversions({ life, format }: { life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const items = life.conversions;
  if (items.length === 0) return null;
  const isGas = items.every(item => item.kind === "gas_volume");
  return (
    <Card
      title={t("conversion.title")}
      summary={t(isGas ? "conversion.lead_gas" : "conversion.lead_steam")}
      className="conversions"
    >
      <ul className="conversion-list">
        {items.map(item => (
          <Converted key={item.point} item={item} life={life} format={format} />
        ))}
      </ul>
    </Card>
  );
}

/** One converted quantity over the span of the page: how much, told from what, and how much is estimated. */
function Converted({ item, life, format }: { item: Conversion; life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [parameters] = useSearchParams();
  const span = SPANS.find(name => name === parameters.get("span")) ?? "day";
  const to = Number(parameters.get("to")) || Date.now();
  const range = rangeOf(span, Math.min(to, Date.now()), park.timezone);
  const query = useQuery({
    queryKey: ["series", park.code, item.point, range.from, range.to, STEPS[span]],
    queryFn: () => getSeries(park.code, item.point, range.from, range.to, STEPS[span]),
    placeholderData: before => before,
  });
  const amounts = query.data?.amounts ?? [];
  const total = amounts.reduce((sum, amount) => sum + amount.amount_base, 0);
  const estimated = amounts.reduce((sum, amount) => sum + Math.abs(amount.estimated_base), 0);
  return (
    <li data-conversion={item.kind} data-value={query.data ? total : undefined}>
      <div className="conversion-head">
        <span className="chip">{t(`conversion.kind.${item.kind}`)}</span>
        {item.point === life.point.code ? (
          <strong>{format.name(item)}</strong>
        ) : (
          <Link to={`/p/${park.code}/meters/${item.point}`}>{format.name(item)}</Link>
        )}
      </div>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton conversion-wait" />}
      {query.data && (
        <p className="conversion-amount">
          {amounts.length === 0 ? (
            <span className="note">{t("meter.no_intervals")}</span>
          ) : (
            <>
              <strong>{showQuantity(total, query.data.base_unit, format)}</strong>{" "}
              <span className="note">
                {t("conversion.estimated", {
                  share: format.percent(total ? estimated / Math.abs(total) : 0),
                })}
              </span>
            </>
          )}
        </p>
      )}
      <p className="note">{useReference(item, format)}</p>
    </li>
  );
}

/** What a converted quantity is told from, in words. */
function useReference(item: Conversion, format: Format): string {
  const { t } = useTranslation();
  if (item.kind === "gas_volume")
    return t("conversion.gas", { state: stateText(item.reference_state, format) });
  if (item.kind === "accounting_heat") {
    const basis = t(item.basis === "less_feed" ? "conversion.less_feed" : "conversion.full");
    if (item.enthalpy_kj_per_kg === null || item.enthalpy_kj_per_kg === undefined) return basis;
    return `${basis} ${t("conversion.table", { value: format.number(Number(item.enthalpy_kj_per_kg), 1) })}`;
  }
  if (item.feed) return t("conversion.feed_point", { point: item.feed });
  if (item.feed_temperature_c === null || item.feed_temperature_c === undefined)
    return t("conversion.triple");
  return t("conversion.feed", { value: format.number(Number(item.feed_temperature_c), 1) });
}

/** `293.15K_101.325kPa` as people write it: 20 °C, 101.325 kPa. */
export function stateText(state: string | null | undefined, format: Format): string {
  const found = /^([\d.]+)K_([\d.]+)kPa$/.exec(state ?? "");
  if (!found) return state ?? "";
  return `${format.number(Number(found[1]) - 273.15, 0)} °C, ${format.number(Number(found[2]), 3)} kPa`;
}
