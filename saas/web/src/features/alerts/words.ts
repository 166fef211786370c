import type { TFunction } from "i18next";
import type { Alert, AlertChoice, AlertTemplateInfo } from "../../api/alerts";
import type { BudgetKind } from "../../api/budgets";
import type { Format } from "../../lib/format";

const HOUR_MIN = 60;
const DAY_MIN = 1440;

/** A length of time in the two largest units that it has. */
export function lengthText(t: TFunction, format: Format, minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < HOUR_MIN) return t("alerts.minutes", { count: whole, number: format.number(whole) });
  if (whole < DAY_MIN && whole % HOUR_MIN === 0)
    return t("alerts.hours_whole", { hours: format.number(whole / HOUR_MIN) });
  if (whole < DAY_MIN)
    return t("alerts.hours", {
      hours: format.number(Math.floor(whole / HOUR_MIN)),
      minutes: format.number(whole % HOUR_MIN),
    });
  return t("alerts.days", {
    days: format.number(Math.floor(whole / DAY_MIN)),
    hours: format.number(Math.floor((whole % DAY_MIN) / HOUR_MIN)),
  });
}

/** A value with what it is measured in; a power factor is a plain number. */
export function valueText(
  t: TFunction,
  format: Format,
  unit: AlertTemplateInfo["unit"],
  value: number,
): string {
  const number = format.plain(Number(value.toPrecision(4)));
  if (unit === "batches") return t("alerts.unit_batches", { number });
  if (unit === "messages") return t("alerts.unit_messages", { number });
  return unit === null || unit === "1" ? number : `${number} ${unit}`;
}

const UNITS: Record<string, AlertTemplateInfo["unit"]> = {
  carbon_rate: "t/h",
  demand: "%",
  power_factor: "1",
  spool: "batches",
  quarantine: "messages",
};

/** What is the matter, in a sentence: what was seen, and which limit it is beyond. */
export function saidText(t: TFunction, format: Format, alert: Alert): string {
  const unit = UNITS[alert.template] ?? null;
  const { value, threshold, minutes } = alert;
  return t(`alerts.said_${alert.template}`, {
    value:
      value === null ? "" : unit === null ? lengthText(t, format, value) : valueText(t, format, unit, value),
    limit: threshold === null ? "" : valueText(t, format, unit, threshold),
    minutes: minutes === null ? "" : lengthText(t, format, minutes),
  });
}

interface Subject {
  subject_kind: Alert["subject_kind"];
  subject: string;
  name_zh?: string | null;
  name_en?: string | null;
}

/** What it is about: its name where it has one. */
export function subjectText(t: TFunction, format: Format, of: Subject, choices: AlertChoice[] = []): string {
  if (of.subject_kind === "park") return t("alerts.whole_park");
  if (of.subject_kind === "budget") {
    const [kind, year, owner] = of.subject.split("/");
    const budget = `${t(`budgets.kind.${kind as BudgetKind}`)} ${year}`;
    if (!owner) return budget;
    const { name_zh, name_en } = of;
    return `${budget} · ${name_zh && name_en ? format.name({ name_zh, name_en }) : owner}`;
  }
  if (of.name_zh && of.name_en) return format.name({ name_zh: of.name_zh, name_en: of.name_en });
  const known = choices.find(one => one.kind === of.subject_kind && one.code === of.subject);
  return known ? format.name(known) : of.subject;
}

/** Where one looks what to do about it. */
export function addressOf(park: string, alert: Alert): string {
  const root = `/p/${park}`;
  switch (alert.template) {
    case "no_data":
      return `${root}/meters/${alert.subject}`;
    case "meter_error":
      return `${root}/health?point=${alert.subject}`;
    case "edge_offline":
    case "spool":
      return `${root}/edges`;
    case "quarantine":
      return `${root}/quarantine`;
    case "demand":
    case "power_factor":
      return `${root}/costs`;
    case "budget":
      return `${root}/budgets?kind=${alert.subject.split("/")[0]}`;
    default:
      return `${root}/live`;
  }
}
