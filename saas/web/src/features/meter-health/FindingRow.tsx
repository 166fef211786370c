import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Finding } from "../../api/types";
import type { Format } from "../../lib/format";
import { detailText } from "./detail";
import { addressOf, targetOf } from "./remedies";
import { type Owners, ownerText, remedyText, ruleText } from "./words";

interface Props {
  finding: Finding;
  park: string;
  format: Format;
  owners: Owners;
  isChosen: boolean;
  onToggle: (() => void) | undefined;
}

const CHIP = { error: "chip chip-bad", warning: "chip chip-warn", information: "chip" } as const;

/** One finding: what, where, since when, what to do, and the way there. */
export function FindingRow({ finding, park, format, owners, isChosen, onToggle }: Props) {
  const { t } = useTranslation();
  const target = targetOf(finding);
  const what = ruleText(t, finding.rule);
  const name = format.name(finding);
  return (
    <tr
      data-testid="finding"
      data-rule={finding.rule}
      data-point={finding.point ?? undefined}
      data-source={finding.source ?? undefined}
      data-budget={finding.budget ?? undefined}
      data-state={finding.state}
    >
      {onToggle && (
        <td>
          <input
            type="checkbox"
            checked={isChosen}
            onChange={onToggle}
            aria-label={t("health.choose_one", { what, name })}
          />
        </td>
      )}
      <th scope="row">
        <span className={CHIP[finding.severity]}>{t(`health.severity_${finding.severity}`)}</span> {what}
        <span className="term-sub">{detailText(t, format, finding)}</span>
      </th>
      <td>
        {name}
        <span className="term-sub">
          {ownerText(t, format, finding.enterprise, owners)} ·{" "}
          <code>{finding.point ?? finding.source ?? finding.budget}</code>
        </span>
      </td>
      <td className="nowrap">{format.dateTime(finding.time)}</td>
      <td>
        {remedyText(t, finding.rule)}
        {finding.note && (
          <span className="term-sub">
            {t(`health.state_${finding.state}`)}: {finding.note} – {finding.noted_by}
            {finding.noted_at !== null && `, ${format.dateTime(finding.noted_at)}`}
          </span>
        )}
      </td>
      <td className="right">
        {target && (
          <Link className="button" to={addressOf(park, finding, target)} data-testid="remedy">
            {t(`health.to_${target}`)}
            <span className="sr-only"> – {name}</span>
          </Link>
        )}
      </td>
    </tr>
  );
}
