import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Balance } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";

interface Props {
  balance: Balance | undefined;
  hasOwners: boolean;
  depth: number;
  format: Format;
}

/** What no sub-meter of a meter measures, as a row below it. */
export function RemainderRow({ balance, hasOwners, depth, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  if (!balance) return null;
  const { parent, generation, remainder, unit, contradiction: isWrong } = balance;
  const supplied = generation.reduce((sum, row) => sum + row.amount, parent.amount);
  return (
    <tr className="remainder-row" data-testid="remainder" data-point={parent.point} data-value={remainder}>
      <th scope="row" style={{ paddingInlineStart: `${0.5 + depth * 1.25}rem` }}>
        <Link to={`/p/${park.code}/meters/${parent.point}/remainder`}>{t("remainder.title")}</Link>
        <span className="term-sub">{t("remainder.of", { name: format.name(parent) })}</span>
      </th>
      {hasOwners && <td />}
      <td>{label("carrier", balance.carrier)}</td>
      <td>
        <span className={isWrong ? "chip chip-bad" : "chip"}>
          {t(isWrong ? "remainder.negative" : "remainder.rest")}
        </span>
        {balance.shared && <span className="term-sub">{t("remainder.with_others")}</span>}
      </td>
      <td className="right nowrap">
        {format.number(remainder, Math.abs(remainder) < 100 ? 2 : 0)} <span className="unit">{unit}</span>
        <span className="term-sub">
          {t("remainder.yesterday", { share: supplied ? format.percent(remainder / supplied) : "\u2013" })}
        </span>
      </td>
      <td />
      <td />
      <td>
        <Link to={`/p/${park.code}/meters/${parent.point}`}>{parent.point}</Link>
      </td>
      <td />
    </tr>
  );
}
