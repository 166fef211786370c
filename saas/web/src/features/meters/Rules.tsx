import { useTranslation } from "react-i18next";
import type { PointLife } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";

/** The rules that watch the point; those that were set for it alone are marked. */
export function Rules({ life, format }: { life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    <Card title={t("meter.rules")}>
      <details>
        <summary className="note">{t("meter.rules_summary", { count: life.rules.length })}</summary>
        <ul className="rules">
          {life.rules.map(rule => (
            <li key={rule.name}>
              <strong>{label("rule", rule.name)}</strong>{" "}
              <span className={rule.severity === "error" ? "chip chip-bad" : "chip"}>
                {label("severity", rule.severity)}
              </span>
              {rule.is_own && <span className="chip chip-warn">{t("meter.rule_own")}</span>}
              <span className="term-sub">
                {rule.parameters
                  .map(
                    item =>
                      `${label("rule_parameter", item.name)} ${format.number(item.value, item.value % 1 ? 2 : 0)}`,
                  )
                  .join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
