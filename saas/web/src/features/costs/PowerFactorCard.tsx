import { useTranslation } from "react-i18next";
import type { Costs } from "../../api/types";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { CostFigure } from "./CostFigure";
import { linesOf, money, sum } from "./figures";

/** The month's power factor, its reference, and what it adds or takes off. */
export function PowerFactorCard({ costs, format }: { costs: Costs; format: Format }) {
  const { t } = useTranslation();
  const found = costs.months.at(-1)?.power_factor;
  const lines = linesOf(costs, "power_factor");
  const isBelow = found?.factor && Number(found.factor) < Number(found.reference);
  return (
    <Card title={t("costs.power_factor")} className="cost-factor" summary={t("costs.power_factor_rule")}>
      {!found?.factor ? (
        <p className="note">{t("costs.no_power_factor")}</p>
      ) : (
        <>
          <p className="cost-value">
            <strong className={isBelow ? "is-over" : ""} data-factor={found.factor}>
              {found.factor}
            </strong>
            <span className="chip">{t("costs.reference", { reference: found.reference })}</span>
          </p>
          <p className="cost-adjust">
            {Number(found.percent) === 0
              ? t("costs.adjust_none")
              : t(Number(found.percent) > 0 ? "costs.adjust_more" : "costs.adjust_less", {
                  percent: `${format.number(Math.abs(Number(found.percent)), 2)} %`,
                })}{" "}
            {lines.length > 0 && (
              <CostFigure
                part="power_factor"
                value={sum(lines)}
                name={t("costs.kind.power_factor")}
                shown={money(sum(lines), costs.currency, format, 0)}
              />
            )}
          </p>
          <p className="note">
            {t("costs.energies", {
              active: `${format.number(found.active_wh / 1e6, 1)} MWh`,
              reactive: `${format.number(found.reactive_varh / 1e6, 1)} Mvarh`,
            })}
          </p>
        </>
      )}
    </Card>
  );
}
