import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Intensity } from "../../../api/figures";
import type { Names } from "../../../api/types";
import type { Format } from "../../../lib/format";
import { usePark } from "../../../lib/park";
import { Card } from "../../../ui/Card";
import { Scroll } from "../../meter-health/Scroll";

interface Props {
  rows: Intensity[];
  owners: ReadonlyMap<string, Names>;
  format: Format;
}

const COLUMNS = ["co2e", "tce_calorific", "tce_equivalent"] as const;

/** Emissions and energy by output, value added, area and product; a denominator nobody reported is a gap. */
export function IntensitiesCard({ rows, owners, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const nameOf = useName();
  const denominators = [...new Set(rows.map(row => row.denominator))];
  const find = (name: string, column: string) =>
    rows.find(row => row.denominator === name && row.numerator === column);
  const gaps = denominators.flatMap(name => rows.find(row => row.denominator === name && row.gap) ?? []);
  return (
    <Card title={t("figures.intensities")} summary={t("figures.intensities_summary")}>
      <Scroll label={t("figures.intensities")}>
        <table className="table" data-testid="intensities-table">
          <thead>
            <tr>
              <th scope="col">{t("figures.per")}</th>
              {COLUMNS.map(column => (
                <th scope="col" className="right" key={column}>
                  {t(`figures.${column}`)}
                </th>
              ))}
              <th scope="col" className="right">
                {t("figures.denominator")}
              </th>
            </tr>
          </thead>
          <tbody>
            {denominators.map(name => (
              <tr key={name}>
                <th scope="row">{nameOf(name)}</th>
                {COLUMNS.map(column => (
                  <td className="right" key={column}>
                    <Value row={find(name, column)} format={format} />
                  </td>
                ))}
                <td className="right">{amountOf(find(name, "co2e"), format)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {gaps.length > 0 && (
        <section className="figures-unknown" data-testid="intensity-gaps">
          <h3>{t("figures.gaps")}</h3>
          <ul>
            {gaps.map(row => (
              <li key={row.denominator}>
                <span>{nameOf(row.denominator)}</span>
                <span className="note">
                  {t(`figures.gap_${row.gap as "not_reported"}`, {
                    days: row.days,
                    of: row.of_days,
                    names: row.missing
                      .map(code => {
                        const owner = owners.get(code);
                        return owner ? format.name(owner) : code;
                      })
                      .join(", "),
                  })}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <Link to={`/p/${park.code}/activity`}>{t("figures.report_drivers")}</Link>
          </p>
        </section>
      )}
    </Card>
  );
}

/** What a denominator is called. */
function useName() {
  const { t } = useTranslation();
  return (name: string): string =>
    name.startsWith("product:")
      ? t("figures.product", { name: name.slice(8) })
      : t(`figures.per_${name as "output_current"}`);
}

function amountOf(row: Intensity | undefined, format: Format): string {
  if (!row?.amount) return "–";
  const unit = row.unit.split("/")[1] ?? "";
  return `${format.plain(Number(row.amount))} ${unitText(unit)}`;
}

const unitText = (unit: string): string =>
  unit.replace("10^4 CNY", "10⁴ CNY").replace("m2", "m²").replace("m3", "m³");

function Value({ row, format }: { row: Intensity | undefined; format: Format }) {
  if (!row?.value) return <span className="note">–</span>;
  return (
    <span data-intensity={row.denominator} data-value={row.value}>
      {format.number(Number(row.value), 3)} <span className="unit">{unitText(row.unit)}</span>
    </span>
  );
}
