import { useTranslation } from "react-i18next";
import type { Costs } from "../../api/types";
import type { Format } from "../../lib/format";
import { CostFigure } from "./CostFigure";
import { linesOf, money, mwh, type Part, sum } from "./figures";

interface Props {
  costs: Costs;
  isSoFar: boolean;
  format: Format;
}

const PARTS = ["energy", "demand", "power_factor", "surcharge"] as const satisfies Part[];

/** What the month costs and what it is made of; how much energy; how good the data is. */
export function BillKpis({ costs, isSoFar, format }: Props) {
  const { t } = useTranslation();
  const priced = costs.energy_wh - costs.unpriced_wh;
  return (
    <section className="kpis cost-kpis" aria-label={t("costs.bill")}>
      <div className="kpi kpi-now">
        <h2>{t(isSoFar ? "costs.total_so_far" : "costs.total")}</h2>
        {costs.total === null ? (
          <p className="kpi-value">{"\u2013"}</p>
        ) : (
          <CostFigure
            part="total"
            className="kpi-value"
            value={costs.total}
            name={t("costs.total")}
            shown={money(costs.total, costs.currency, format, 0)}
          />
        )}
        <p className="note">{t(isSoFar ? "costs.monthly_in_full" : "costs.month_closed")}</p>
      </div>
      <div className="kpi kpi-parts">
        <h2>{t("costs.made_of")}</h2>
        <ul className="split-list">
          {PARTS.map(part => {
            const lines = linesOf(costs, part);
            if (lines.length === 0) return null;
            const amount = sum(lines);
            return (
              <li key={part}>
                <span className="split-name">{t(`costs.kind.${part}`)}</span>
                <CostFigure
                  part={part}
                  value={amount}
                  name={t(`costs.kind.${part}`)}
                  shown={money(amount, costs.currency, format, 0)}
                />
              </li>
            );
          })}
        </ul>
      </div>
      <div className="kpi">
        <h2>{t("costs.energy")}</h2>
        <p className="kpi-value" data-energy={costs.energy_wh}>
          {mwh(costs.energy_wh, format)} <span className="unit">MWh</span>
        </p>
        {costs.total !== null && priced > 0 && (
          <p className="note">
            {t("costs.mean_price", {
              price: `${money(String(Number(costs.total) / (priced / 1000)), costs.currency, format, 4)}/kWh`,
            })}
          </p>
        )}
      </div>
      <div className="kpi">
        <h2>{t("costs.quality")}</h2>
        <p className="kpi-value">
          {costs.coverage === null ? "\u2013" : format.percent(costs.coverage)}
          <span className="unit">{t("costs.coverage")}</span>
        </p>
        <p className="chips">
          <span className={costs.estimated_share > 0 ? "chip chip-hatch" : "chip chip-good"}>
            {costs.estimated_share > 0
              ? t("live.estimated", { share: format.percent(costs.estimated_share) })
              : t("live.nothing_estimated")}
          </span>
          {costs.unpriced_wh > 0 && (
            <span className="chip chip-warn">
              {t("costs.unpriced", { energy: `${mwh(costs.unpriced_wh, format)} MWh` })}
            </span>
          )}
        </p>
      </div>
    </section>
  );
}
