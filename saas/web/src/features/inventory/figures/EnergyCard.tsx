import { useTranslation } from "react-i18next";
import type { Energy } from "../../../api/figures";
import type { Format } from "../../../lib/format";
import { useLabels } from "../../../lib/labels";
import { useTable } from "../../../lib/useTable";
import { ChartCard } from "../../../ui/ChartCard";
import { Scroll } from "../../meter-health/Scroll";
import { amountText, coalText } from "./words";

interface Props {
  energy: Energy;
  names: ReadonlyMap<string, string>;
  /** ms */
  computed: number;
  format: Format;
}

/** Energy in standard coal by calorific and by equivalent value: what came in less what was passed on. */
export function EnergyCard({ energy, names, computed, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const [isTable, toggleTable] = useTable("energy");
  const largest = Math.max(1, ...energy.carriers.map(found => Math.abs(found.calorific_g ?? 0)));
  return (
    <ChartCard
      title={t("figures.energy")}
      summary={t("figures.energy_summary")}
      className="figures-energy"
      isTable={isTable}
      onToggle={toggleTable}
      testId="energy-toggle"
      source="ledger"
      computed={computed}
      format={format}
    >
      <dl className="figures-values">
        <div>
          <dt>{t("figures.calorific")}</dt>
          <dd data-figure="calorific" data-value={energy.calorific_g ?? ""}>
            {energy.calorific_g === null ? t("figures.unknown_value") : coalText(energy.calorific_g, format)}
          </dd>
        </div>
        <div>
          <dt>{t("figures.equivalent")}</dt>
          <dd data-figure="equivalent" data-value={energy.equivalent_g ?? ""}>
            {energy.equivalent_g === null
              ? t("figures.unknown_value")
              : coalText(energy.equivalent_g, format)}
          </dd>
        </div>
      </dl>
      <p className="note">
        {energy.equivalent
          ? t("figures.equivalent_of", {
              value: energy.equivalent.value,
              citation: energy.equivalent.citation,
            })
          : t("figures.equivalent_remedy")}
      </p>
      {energy.calorific_g === null && (
        <p className="note">{t("figures.lacking", { names: energy.lacking.join(", ") })}</p>
      )}
      {isTable ? (
        <Lines energy={energy} names={names} format={format} />
      ) : (
        <ul className="figures-bars" data-picture="">
          {energy.carriers.map(found => (
            <li key={found.carrier}>
              <span>{label("carrier", found.carrier)}</span>
              <span className="figures-bar" aria-hidden="true">
                <i style={{ width: `${(Math.abs(found.calorific_g ?? 0) / largest) * 100}%` }} />
              </span>
              <span className="right">
                {found.calorific_g === null
                  ? t("figures.unknown_value")
                  : coalText(found.calorific_g, format)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <details className="figures-method">
        <summary>{t("figures.method")}</summary>
        <p>{t("figures.energy_method")}</p>
      </details>
    </ChartCard>
  );
}

function Lines({ energy, names, format }: Omit<Props, "computed">) {
  const { t } = useTranslation();
  const text = (grams: number | null) =>
    grams === null ? t("figures.unknown_value") : coalText(grams, format);
  return (
    <Scroll label={t("figures.energy")}>
      <table className="table" data-testid="energy-table">
        <thead>
          <tr>
            <th scope="col">{t("figures.flow")}</th>
            <th scope="col">{t("figures.role")}</th>
            <th scope="col" className="right">
              {t("figures.quantity")}
            </th>
            <th scope="col" className="right">
              {t("figures.coefficient")}
            </th>
            <th scope="col" className="right">
              {t("figures.calorific")}
            </th>
            <th scope="col" className="right">
              {t("figures.equivalent")}
            </th>
            <th scope="col">{t("figures.citation")}</th>
          </tr>
        </thead>
        <tbody>
          {energy.lines.map(line => (
            <tr key={`${line.code} ${line.coefficient?.citation ?? ""} ${line.quantity}`}>
              <th scope="row">{names.get(line.code) ?? line.code}</th>
              <td>{t(`figures.role_${line.role}`)}</td>
              <td className="right">{amountText(line.quantity, line.unit, format)}</td>
              <td className="right">
                {line.coefficient ? `${Number(line.coefficient.value)} ${line.coefficient.unit}` : "–"}
              </td>
              <td className="right">{text(line.calorific_g)}</td>
              <td className="right">{text(line.equivalent_g)}</td>
              <td>{line.coefficient?.citation ?? t("figures.no_coefficient")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
