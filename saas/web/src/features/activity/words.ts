import { useTranslation } from "react-i18next";
import type { Choices } from "../../api/activity";
import type { Format } from "../../lib/format";

/** What people call items, enterprises, units and quantities on this page. */
export function useWords(choices: Choices | undefined, format: Format) {
  const { t } = useTranslation();
  return {
    item: (code: string) => {
      const found = choices?.items.find(item => item.code === code);
      return found ? format.name(found) : code.replace(/^product:/, "");
    },
    enterprise: (code: string | null) => {
      const found = choices?.enterprises.find(one => one.code === code);
      return found ? format.name(found) : (code ?? t("activity.park"));
    },
    unit: (unit: string) => t(`activity.unit.${unit.replace(/\W/g, "_")}` as never, { defaultValue: unit }),
    quantity: (text: string, digits?: number) => {
      const value = Number(text);
      return format.number(value, digits ?? (Number.isInteger(value) ? 0 : 2));
    },
  };
}

export type Words = ReturnType<typeof useWords>;

/** The day before an ISO date: what is told as the last day of a period. */
export function lastDay(toDay: string): string {
  return shift(toDay, -1);
}

export function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day after the last of a month given by its first day. */
export function monthEnd(month: string): string {
  return `${shift(month, 32).slice(0, 7)}-01`;
}
