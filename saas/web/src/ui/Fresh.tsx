import { useTranslation } from "react-i18next";
import type { Format } from "../lib/format";

type Source = "readings" | "intervals" | "ledger" | "quarters" | "sums" | "model";

export interface FreshProps {
  source: Source;
  /** The end of the newest data; none: there are none yet. */
  until?: number | null | undefined;
  /** When it was computed, where that says more than until when there are data. */
  computed?: number | null | undefined;
  format: Format;
}

/** Where a chart's figures are from, how fine they are, and how new. */
export function Fresh({ source, until, computed, format }: FreshProps) {
  const { t } = useTranslation();
  return (
    <span className="fresh" data-testid="fresh">
      {t(`chart.source.${source}`)}
      {until != null && ` \u00b7 ${t("chart.until", { time: format.moment(until) })}`}
      {computed != null && ` \u00b7 ${t("chart.computed", { time: format.moment(computed) })}`}
    </span>
  );
}
