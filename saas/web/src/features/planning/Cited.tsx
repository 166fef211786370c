import { useTranslation } from "react-i18next";
import type { PlanCited, PlanMarket, PlanMeasure } from "../../api/planning";
import type { Format } from "../../lib/format";

interface CostProps {
  measure: PlanMeasure;
  market: PlanMarket | undefined;
  format: Format;
}

/** Capital as it counts: entered, or cited at the entered rate; else what is still to be entered. */
export function CitedCost({ measure, market, format }: CostProps) {
  const { t } = useTranslation();
  if (measure.capex != null) return <>{format.number(measure.capex / 10_000, 1)}</>;
  const costs = (measure.cited ?? []).filter(one => one.field === "capex" || one.field === "opex");
  const capital = costs.filter(one => one.field === "capex");
  if (capital.length === 0) return <span className="tag warn">{t("planning.unknown")}</span>;
  const rateOf = (code: PlanCited["currency"]) =>
    code == null || code === "CNY" ? 1 : (market?.exchange?.[code] ?? null);
  const lacking = costs.find(one => rateOf(one.currency) === null)?.currency;
  if (lacking)
    return (
      <span className="tag warn">
        {t("planning.rate_lacks", { currency: t(`planning.currency.${lacking}`) })}
      </span>
    );
  const yuan = capital.reduce((sum, one) => sum + one.value * (rateOf(one.currency) ?? 0), 0);
  return (
    <>
      {format.number(yuan / 10_000, 1)} <span className="tag">{t("planning.cited")}</span>
    </>
  );
}

/** Every cited figure with its publication; marked where nobody else was found that says the same. */
export function Cited({ cited, format }: { cited: readonly PlanCited[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <details className="measure-cited">
      <summary>{t("planning.where_from")}</summary>
      <ul>
        {cited.map(one => (
          <li key={`${one.field}-${one.source}-${one.value}`}>
            <span className="strong">{t(`planning.cited_field.${one.field}`)}</span>{" "}
            {format.number(one.value, Number.isInteger(one.value) ? 0 : 3)} {one.unit || one.currency}
            {one.price_year && ` (${t("planning.prices_of", { year: String(one.price_year) })})`}
            {one.basis && ` · ${one.basis}`} · {one.source}, {one.year}{" "}
            {one.single && <span className="tag warn">{t("planning.single_source")}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
