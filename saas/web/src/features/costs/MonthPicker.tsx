import { useTranslation } from "react-i18next";
import type { Format } from "../../lib/format";
import { shifted } from "./month";

interface Props {
  month: string;
  latest: string;
  onChange: (month: string | null) => void;
  format: Format;
}

/** The month before, the month, the month after. */
export function MonthPicker({ month, latest, onChange, format }: Props) {
  const { t } = useTranslation();
  const go = (by: number) => {
    const next = shifted(month, by);
    onChange(next === latest ? null : next);
  };
  return (
    <fieldset className="month-picker">
      <legend className="sr-only">{t("costs.month")}</legend>
      <button
        type="button"
        className="quiet icon"
        onClick={() => go(-1)}
        aria-label={t("costs.month_before")}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="m12 5-5 5 5 5" />
        </svg>
      </button>
      <span aria-live="polite" data-testid="cost-month">
        {format.calendarMonth(month)}
      </span>
      <button
        type="button"
        className="quiet icon"
        onClick={() => go(1)}
        disabled={month >= latest}
        aria-label={t("costs.month_after")}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="m8 5 5 5-5 5" />
        </svg>
      </button>
    </fieldset>
  );
}
