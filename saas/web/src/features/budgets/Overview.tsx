import { useTranslation } from "react-i18next";
import type { BudgetLine } from "../../api/budgets";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Empty } from "../../ui/Empty";
import { RowsTable } from "../../ui/RowsTable";
import { amount, CHIPS } from "./words";

interface Props {
  lines: readonly BudgetLine[];
  owner: string | null;
  /** ms */
  computed: number;
  format: Format;
  isOwn: boolean;
  onPick: (owner: string | null) => void;
}

/** Everybody's year at a glance: used, planned to date and expected, against the budget. */
export function Overview({ lines, owner, computed, format, isOwn, onPick }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("budgets");
  const planned = lines.filter(line => line.budget !== null);
  const summary = t("budgets.overview_sub", {
    budgets: planned.length,
    risk: planned.filter(line => line.status === "at_risk").length,
    over: planned.filter(line => line.status === "exceeded").length,
  });
  return (
    <ChartCard
      title={t(isOwn ? "budgets.overview_own" : "budgets.overview")}
      summary={summary}
      isEmpty={lines.length === 0}
      isTable={isTable}
      onToggle={toggleTable}
      testId="budget-overview-toggle"
      source="sums"
      computed={computed}
      format={format}
    >
      {lines.length === 0 ? (
        <Empty title={t("budgets.none")} hint={t("budgets.none_hint")} />
      ) : isTable ? (
        <RowsTable
          columns={[
            t("budgets.whose"),
            inUnit(t("budgets.used")),
            inUnit(t("budgets.planned_to_date")),
            inUnit(t("budgets.expected")),
            inUnit(t("budgets.budget")),
          ]}
          rows={lines.map(line => ({
            key: line.enterprise ?? "",
            cells: [
              nameOf(line),
              amount(format, line.used),
              shown(line.to_date),
              shown(line.forecast?.value),
              shown(line.budget),
            ],
          }))}
          testId="budget-overview-table"
        />
      ) : (
        <ul className="budget-list" data-picture="">
          {lines.map(line => (
            <li key={line.enterprise ?? ""}>
              <button
                type="button"
                className="budget-row"
                aria-pressed={line.enterprise === owner}
                onClick={() => onPick(line.enterprise)}
                data-testid="budget-row"
                data-owner={line.enterprise ?? "park"}
                data-status={line.status ?? "none"}
              >
                <span className="budget-name">
                  <strong>{nameOf(line)}</strong>
                  {line.status ? (
                    <span className={CHIPS[line.status]}>{t(`budgets.status.${line.status}`)}</span>
                  ) : (
                    <span className="chip">{t("budgets.no_budget")}</span>
                  )}
                </span>
                {line.budget !== null && line.budget > 0 && <Gauge line={line} budget={line.budget} />}
                <span className="budget-said">{said(line)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {planned.length > 0 && (
        <ul className="legend" aria-hidden="true">
          <li>
            <i className="budget-key budget-used" /> {t("budgets.used")}
          </li>
          <li>
            <i className="budget-key budget-expected" /> {t("budgets.expected")}
          </li>
          <li>
            <i className="budget-key budget-planned" /> {t("budgets.planned_to_date")}
          </li>
        </ul>
      )}
    </ChartCard>
  );

  function nameOf(line: BudgetLine): string {
    return line.enterprise === null ? t("budgets.whole_park") : format.name(line);
  }

  /** What is compared is in one unit. */
  function inUnit(name: string): string {
    return `${name} [${gasText(lines[0]?.unit ?? "")}]`;
  }

  function shown(value: number | null | undefined): string {
    return value == null ? "\u2013" : amount(format, value);
  }

  function said(line: BudgetLine): string {
    const used = amount(format, line.used);
    if (line.budget === null) return t("budgets.row_used", { used, unit: gasText(line.unit) });
    const values = { used, budget: amount(format, line.budget), unit: gasText(line.unit) };
    return line.forecast
      ? t("budgets.row_ahead", { ...values, value: amount(format, line.forecast.value) })
      : t("budgets.row", values);
  }
}

/** A bar as long as the budget, or as what is expected where that is more. */
export function Gauge({ line, budget }: { line: BudgetLine; budget: number }) {
  const expected = line.forecast?.value ?? 0;
  const longest = Math.max(budget, expected, line.used);
  const share = (value: number) => `${(100 * Math.max(0, value)) / longest}%`;
  return (
    <span className="budget-gauge" aria-hidden="true">
      <i className="budget-expected" style={{ width: share(expected) }} />
      <i className={`budget-used is-${line.status}`} style={{ width: share(line.used) }} />
      <i className="budget-planned" style={{ left: share(line.to_date ?? 0) }} />
      <i className="budget-limit" style={{ left: share(budget) }} />
    </span>
  );
}
