import { useTranslation } from "react-i18next";
import type { TriedConversion } from "../../api/metering";
import type { Format } from "../../lib/format";
import { showQuantity } from "../explain/units";

const QUARTERS = 96;

/** What the last day of the amount would be, computed by doing it and taking it back. */
export function ConversionTrial({ found, format }: { found: TriedConversion; format: Format }) {
  const { t } = useTranslation();
  const share = found.converted_base ? found.estimated_base / Math.abs(found.converted_base) : 0;
  return (
    <div className="formula-value" data-testid="converted-trial" data-value={found.converted_base}>
      <span className="note">
        {t("converted.gives", { from: format.moment(found.from), to: format.moment(found.to) })}
      </span>
      <strong>{showQuantity(found.converted_base, found.base_unit, format)}</strong>
      <span className="note">
        {t("converted.made_of", { amount: showQuantity(found.amount_base, found.amount_base_unit, format) })}
        {" · "}
        {t("conversion.estimated", { share: format.percent(share) })}
        {found.quarters < QUARTERS && ` · ${t("converted.quarters", { number: found.quarters })}`}
      </span>
    </div>
  );
}
