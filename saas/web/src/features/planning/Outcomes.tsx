import { useTranslation } from "react-i18next";
import type { PathwayResult } from "../../api/planning";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { kt } from "./words";

interface Props {
  result: PathwayResult;
  names: readonly string[];
  format: Format;
}

/** Peak, what is left in the last year, and the sum against the budget, of every scenario. */
export function Outcomes({ result, names, format }: Props) {
  const { t } = useTranslation();
  const last = result.years.at(-1);
  const range = (values: readonly number[], digits: number) =>
    `${format.number(kt(values[0] ?? 0), digits)}–${format.number(kt(values.at(-1) ?? 0), digits)}`;
  const hasBudget = result.implied_rate !== null;
  return (
    <Card title={t("planning.outcomes")} summary={t("planning.outcomes_hint")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={t("planning.outcomes")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("planning.scenario")}</th>
              <th scope="col" className="right">
                {t("planning.peak")}
              </th>
              <th scope="col" className="right">
                {t("planning.gap", { year: last })} <span className="unit">{t("planning.unit_kt")}</span>
              </th>
              <th scope="col" className="right">
                {t("planning.cumulative")} <span className="unit">{t("planning.unit_kt")}</span>
              </th>
              {hasBudget && (
                <th scope="col" className="right">
                  {t("planning.exhausted")}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {result.paths.map((path, i) => (
              <tr key={path.scenario}>
                <th scope="row">{names[i]}</th>
                <td className="right">{path.peak ?? t("planning.never")}</td>
                <td className="right">
                  {format.number(kt(path.gap[2] ?? 0), 1)}
                  <br />
                  <span className="unit">{range(path.gap, 1)}</span>
                </td>
                <td className="right">
                  {format.number(kt(path.cumulative[2] ?? 0))}
                  <br />
                  <span className="unit">{range(path.cumulative, 0)}</span>
                </td>
                {hasBudget && <td className="right">{path.exhausted ?? t("planning.lasts")}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {result.implied_rate !== null && (
        <p className="note">{t("planning.implied", { rate: format.number(result.implied_rate ?? 0, 2) })}</p>
      )}
    </Card>
  );
}
