import { useTranslation } from "react-i18next";
import type { Format } from "../lib/format";

type Source = "readings" | "ledger" | "intervals" | "model";

interface Props {
  source: Source;
  /** The moment of the newest data, or when it was computed; none: there are none yet. */
  at: number | null | undefined;
  format: Format;
}

/** Where a chart's figures are from, how fine they are, and how new. */
export function Fresh({ source, at, format }: Props) {
  const { t } = useTranslation();
  return (
    <span className="fresh" data-testid="fresh">
      {t(`chart.source.${source}`)}
      {at != null &&
        ` \u00b7 ${t(source === "model" ? "chart.computed" : "chart.until", { time: format.moment(at) })}`}
    </span>
  );
}
