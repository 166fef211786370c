import { useTranslation } from "react-i18next";
import type { BudgetDetail } from "../../api/budgets";
import type { Format } from "../../lib/format";
import { Scroll } from "../meter-health/Scroll";
import { amount } from "./words";

/** The same figures, month by month. */
export function MonthTable({ detail, format }: { detail: BudgetDetail; format: Format }) {
  const { t } = useTranslation();
  const shown = (value: number | null | undefined) => (value == null ? "\u2013" : amount(format, value));
  const { line } = detail;
  return (
    <Scroll label={t("budgets.months")}>
      <table className="table" data-testid="budget-months">
        <thead>
          <tr>
            <th scope="col">{t("budgets.month")}</th>
            <th scope="col" className="right">
              {t("budgets.budget")}
            </th>
            <th scope="col" className="right">
              {t("budgets.used")}
            </th>
            <th scope="col" className="right">
              {t("budgets.difference")}
            </th>
            <th scope="col" className="right">
              {t("budgets.before")}
            </th>
            <th scope="col" className="right">
              {t("budgets.known_days")}
            </th>
            <th scope="col" className="right">
              {t("budgets.sum_ahead")}
            </th>
          </tr>
        </thead>
        <tbody>
          {detail.months.map(month => {
            const isOver = month.budget != null && month.passed === month.days && month.used > month.budget;
            const off =
              month.budget != null && month.passed === month.days ? month.used - month.budget : null;
            return (
              <tr key={month.month}>
                <th scope="row">{format.calendarMonth(month.month)}</th>
                <td className="right">{shown(month.budget)}</td>
                <td className="right">{month.passed > 0 ? shown(month.used) : "\u2013"}</td>
                <td className={isOver ? "right budget-over" : "right"}>{shown(off)}</td>
                <td className="right">{shown(month.before)}</td>
                <td className="right">
                  {month.passed > 0
                    ? t("budgets.days", { known: month.known, passed: month.passed })
                    : "\u2013"}
                </td>
                <td className="right">
                  {shown(month.forecast_sum)}
                  {month.forecast_sum != null && month.passed < month.days && (
                    <span className="unit">
                      {" "}
                      {shown(month.lower_sum)}–{shown(month.upper_sum)}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("budgets.year")}</th>
            <td className="right strong">{shown(line.budget)}</td>
            <td className="right strong">{shown(line.used)}</td>
            <td className="right" />
            <td className="right" />
            <td className="right" />
            <td className="right strong">{shown(line.forecast?.value)}</td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}
