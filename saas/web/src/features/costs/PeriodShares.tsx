import { useTranslation } from "react-i18next";
import type { Costs } from "../../api/types";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { RowsTable } from "../../ui/RowsTable";
import { CostFigure } from "./CostFigure";
import { money, mwh, periodColour } from "./figures";

/** Periods with their part of the energy and their cost. */
export function PeriodShares({ costs, format }: { costs: Costs; format: Format }) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("periods");
  const whole = costs.energy_wh - costs.unpriced_wh;
  const dearest = [...costs.periods].sort((a, b) => Number(b.amount) - Number(a.amount))[0];
  return (
    <ChartCard
      title={t("costs.periods")}
      summary={
        dearest && (
          <span className="sr-only">
            {t("costs.periods_summary", {
              period: t(`costs.period.${dearest.period}`),
              amount: money(dearest.amount, costs.currency, format),
            })}
          </span>
        )
      }
      className="cost-periods"
      isTable={isTable}
      onToggle={toggleTable}
      testId="cost-periods-toggle"
      source="intervals"
      until={costs.as_of}
      format={format}
    >
      {isTable ? (
        <RowsTable
          columns={[t("costs.periods"), "MWh", "%", costs.currency]}
          rows={costs.periods.map(part => ({
            key: part.period,
            cells: [
              t(`costs.period.${part.period}`),
              mwh(part.energy_wh, format),
              whole > 0 ? format.percent(part.energy_wh / whole) : "",
              money(part.amount, costs.currency, format),
            ],
          }))}
          testId="cost-periods-table"
        />
      ) : (
        <div data-picture="">
          <div className="split" aria-hidden="true">
            {costs.periods.map(part => (
              <i
                key={part.period}
                style={{ flexGrow: Math.max(part.energy_wh, 1), background: periodColour(part.period) }}
              />
            ))}
          </div>
          <ul className="split-list">
            {costs.periods.map(part => (
              <li key={part.period} data-period={part.period} data-energy={part.energy_wh}>
                <i className="dot" style={{ background: periodColour(part.period) }} />
                <span className="split-name">
                  {t(`costs.period.${part.period}`)}{" "}
                  <span className="note">
                    {mwh(part.energy_wh, format)} MWh ·{" "}
                    {whole > 0 ? format.percent(part.energy_wh / whole) : ""}
                  </span>
                </span>
                <CostFigure
                  part={`period:${part.period}`}
                  value={part.amount}
                  name={t(`costs.period.${part.period}`)}
                  shown={money(part.amount, costs.currency, format, 0)}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </ChartCard>
  );
}
