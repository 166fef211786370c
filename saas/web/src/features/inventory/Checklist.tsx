import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Lack } from "../../api/inventory";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { type Context, usePartName } from "./words";

const CHIP: Record<string, string> = { error: "chip chip-bad", warning: "chip chip-warn", note: "chip" };
/** Where something is done about it. */
const PLACES: Record<string, string> = {
  no_activity: "meters",
  low_coverage: "health",
  high_estimate: "health",
  factor_missing: "factors",
  fallback_factor: "factors",
  refused_fallback: "factors",
  reference_state: "meters",
  not_calculable: "health",
  pending_differences: "locks",
  provisional_hours: "health",
  negative_remainder: "health",
  unassigned_scene: "meters",
  expired_certificate: "sources",
  excess_evidence: "sources",
  heat_convention: "computed",
  share_missing: "quality-plan",
  part_counts: "quality-plan",
  doubled_records: "sources",
  wrong_unit: "activity",
  negative_amount: "activity",
  overlapping_bills: "activity",
  evidence_not_accepted: "sources",
};

interface Group {
  rule: string;
  severity: string;
  lacks: Lack[];
}

/** What an inventory lacks, the worst first, each with what to do about it. */
export function Checklist({ lacks, context }: { lacks: Lack[]; context: Context }) {
  const { t } = useTranslation();
  const groups: Group[] = [];
  for (const lack of lacks) {
    const last = groups.find(group => group.rule === lack.rule);
    if (last) last.lacks.push(lack);
    else groups.push({ rule: lack.rule, severity: lack.severity, lacks: [lack] });
  }
  const bad = lacks.filter(lack => lack.severity === "error").length;
  return (
    <Card
      title={t("inventory.checklist")}
      summary={bad ? t("inventory.errors", { count: bad }) : t("inventory.no_errors")}
      className="inventory-checklist"
    >
      <ul>
        {groups.map(group => (
          <Line key={group.rule} group={group} context={context} />
        ))}
      </ul>
      {groups.length === 0 && <p className="note">{t("inventory.complete")}</p>}
    </Card>
  );
}

function Line({ group, context }: { group: Group; context: Context }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const name = usePartName(context);
  const { format } = context;
  const rule = group.rule as "no_activity";
  const place = PLACES[group.rule];
  return (
    <li className="inventory-gap" data-testid="lack" data-rule={group.rule} data-severity={group.severity}>
      <details>
        <summary>
          <span className={CHIP[group.severity]}>{t(`inventory.severity_${group.severity as "note"}`)}</span>{" "}
          <strong>{t(`inventory.rule.${rule}`)}</strong>{" "}
          <span className="note">{t("inventory.sources", { count: group.lacks.length })}</span>
        </summary>
        <p className="note">
          {t(`inventory.rule_remedy.${rule}`)}{" "}
          {place && <Link to={`/p/${park.code}/${place}`}>{t("inventory.go")}</Link>}
        </p>
        <ul className="inventory-lacks">
          {group.lacks.map(lack => (
            <li key={`${lack.source}${lack.detail}`}>
              {lack.source && name("source", lack.source)}
              <span className="note">
                {lack.share !== null && ` · ${format.percent(lack.share)}`}
                {lack.count !== null && ` · ${t("inventory.hours", { count: lack.count })}`}
                {lack.detail && ` · ${lack.detail}`}
                {lack.months.length > 0 &&
                  ` · ${lack.months.map(month => format.calendarMonth(month.slice(0, 7))).join(", ")}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
