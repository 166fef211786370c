import type { TFunction } from "i18next";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import type { Filters } from "./filters";

/** Enterprises by code. */
export type Owners = ReadonlyMap<string, Names>;

export interface Shared {
  park: string;
  owners: Owners;
  format: Format;
  filters: Filters;
  change: (changed: Partial<Filters>) => void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest unit that fits. */
export function ageText(t: TFunction, ms: number): string {
  if (ms < MINUTE) return t("health.age_s", { count: Math.max(0, Math.round(ms / 1000)) });
  if (ms < 2 * HOUR) return t("health.age_min", { count: Math.round(ms / MINUTE) });
  if (ms < 2 * DAY) return t("health.age_h", { count: Math.round(ms / HOUR) });
  return t("health.age_d", { count: Math.round(ms / DAY) });
}

/** A rule in words; one without words is shown by its name. */
export const ruleText = (t: TFunction, rule: string): string =>
  t(`terms.rule.${rule}` as never, { defaultValue: rule }) as string;

export const remedyText = (t: TFunction, rule: string): string =>
  t(`health.remedy.${rule}` as never, { defaultValue: "" }) as string;

/** The enterprise's name, or the park itself. */
export function ownerText(t: TFunction, format: Format, code: string | null, owners: Owners): string {
  if (code === null) return t("health.park_own");
  const names = owners.get(code);
  return names ? format.name(names) : code;
}
