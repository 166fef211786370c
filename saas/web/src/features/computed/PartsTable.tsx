import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { showQuantity } from "../explain/units";

export interface PartRow {
  target: string;
  enterprise: string | null;
  /** The weight, or the tenant's own meter. */
  by: string;
  amount: number | null;
}

interface Props {
  rows: PartRow[];
  whole: number | null;
  baseUnit: string;
  meter: string;
  /** On trial: the tenants' points are not there yet. */
  isTrial?: boolean;
  owners: ReadonlyMap<string, Names>;
  format: Format;
}

/** Tenants with their parts; the last row shows that they add up to the meter. */
export function PartsTable({ rows, whole, baseUnit, meter, isTrial = false, owners, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const sum = rows.reduce((all, row) => all + (row.amount ?? 0), 0);
  const name = (code: string | null) => {
    const names = code === null ? undefined : owners.get(code);
    return names ? format.name(names) : (code ?? t("meters.of_the_park"));
  };
  return (
    <table className="table parts" data-testid="parts" data-sum={sum} data-whole={whole ?? ""}>
      <thead>
        <tr>
          <th scope="col">{t("computed.tenant")}</th>
          <th scope="col" className="right">
            {t("computed.weight")}
          </th>
          <th scope="col" className="right">
            {t("computed.part")}
          </th>
          <th scope="col" className="right">
            {t("health.share")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.target} data-testid="part" data-enterprise={row.enterprise} data-amount={row.amount}>
            <th scope="row">
              {isTrial ? (
                name(row.enterprise)
              ) : (
                <Link to={`/p/${park.code}/meters/${row.target}`}>{name(row.enterprise)}</Link>
              )}
              <span className="term-sub">
                <code>{row.target}</code>
              </span>
            </th>
            <td className="right">{row.by}</td>
            <td className="right nowrap">
              {row.amount === null ? "\u2013" : showQuantity(row.amount, baseUnit, format)}
            </td>
            <td className="right">
              {row.amount !== null && whole ? format.percent(row.amount / whole) : "\u2013"}
            </td>
          </tr>
        ))}
      </tbody>
      {whole !== null && (
        <tfoot>
          <tr className="sum-row">
            <th scope="row">
              Σ = {meter}
              <span className="term-sub">
                {sum === whole ? (
                  <span className="field-good">✓ {t("computed.adds_up")}</span>
                ) : (
                  <span className="field-fault">{t("computed.adds_not")}</span>
                )}
              </span>
            </th>
            <td />
            <td className="right nowrap strong">{showQuantity(whole, baseUnit, format)}</td>
            <td className="right">{whole ? format.percent(sum / whole) : "\u2013"}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
