import type { TFunction } from "i18next";
import type { BudgetDetail, BudgetLine } from "../../api/budgets";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";

/** Three significant digits and never less than a unit's tenth: budgets are not known any better. */
export function amount(format: Format, value: number): string {
  const size = Math.abs(value);
  return format.number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export const CHIPS = {
  ok: "chip chip-good",
  at_risk: "chip chip-warn",
  exceeded: "chip chip-bad",
  unknown: "chip",
} as const;

/** Where an owner stands, in a sentence or three. */
export function standing(t: TFunction, format: Format, detail: BudgetDetail): string[] {
  const { line } = detail;
  const unit = gasText(line.unit);
  const { year } = detail;
  if (detail.through === null)
    return line.budget === null
      ? [t("budgets.said_not_begun", { year })]
      : [t("budgets.said_not_begun_of", { year, budget: amount(format, line.budget), unit })];
  const told: string[] = [];
  const used = amount(format, line.used);
  if (line.budget === null) told.push(t("budgets.said_used", { used, unit, day: dayOf(format, detail) }));
  else
    told.push(
      t("budgets.said_of", {
        used,
        unit,
        budget: amount(format, line.budget),
        share: format.percent(line.budget > 0 ? line.used / line.budget : 0, 0),
        planned: amount(format, line.to_date ?? 0),
        day: dayOf(format, detail),
      }),
    );
  told.push(ahead(t, format, line));
  if (line.forecast && line.forecast.missing > 0.0005 * line.forecast.value)
    told.push(t("budgets.said_missing", { missing: amount(format, line.forecast.missing), unit }));
  if (line.unseen.length > 0) told.push(t("budgets.said_unseen", { names: line.unseen.join(", ") }));
  return told;
}

function ahead(t: TFunction, format: Format, line: BudgetLine): string {
  const found = line.forecast;
  if (!found) return t(`budgets.refusal.${line.refusal ?? "too_few_months"}`);
  const values = {
    value: amount(format, found.value),
    lower: amount(format, found.lower),
    upper: amount(format, found.upper),
    level: format.percent(found.level, 0),
    unit: gasText(line.unit),
  };
  if (line.budget === null || line.budget <= 0) return t("budgets.said_end", values);
  const off = found.value / line.budget - 1;
  return t(off > 0 ? "budgets.said_above" : "budgets.said_below", {
    ...values,
    off: format.percent(Math.abs(off), 1),
    chance: chance(format, found.chance ?? 0),
  });
}

/** A probability is never quite nothing, or quite certain. */
export function chance(format: Format, value: number): string {
  if (value < 0.01) return `<${format.percent(0.01, 0)}`;
  if (value > 0.99) return `>${format.percent(0.99, 0)}`;
  return format.percent(value, 0);
}

const dayOf = (format: Format, detail: BudgetDetail) => (detail.through ? format.dayOf(detail.through) : "");
