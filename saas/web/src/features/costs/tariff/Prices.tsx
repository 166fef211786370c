import { useTranslation } from "react-i18next";
import type { TariffVersion } from "../../../api/types";
import { PERIODS } from "../figures";

interface Props {
  version: TariffVersion;
  onChange: (part: Partial<TariffVersion>) => void;
}

/** The price of each period, what comes on top of each kWh, and where the prices are from. */
export function Prices({ version, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t("tariff.prices")}</legend>
      <div className="tariff-fields">
        {PERIODS.map(period => (
          <label key={period}>
            {t(`costs.period.${period}`)}
            <input
              inputMode="decimal"
              value={version.prices[period] ?? ""}
              data-testid={`price-${period}`}
              onChange={event => {
                const prices = { ...version.prices };
                if (event.target.value) prices[period] = event.target.value.trim();
                else delete prices[period];
                onChange({ prices });
              }}
            />
          </label>
        ))}
        <label>
          {t("tariff.surcharge")}
          <input
            inputMode="decimal"
            value={version.surcharge ?? "0"}
            onChange={event => onChange({ surcharge: event.target.value.trim() })}
          />
        </label>
        <label className="wide">
          {t("tariff.source")}
          <input
            value={version.source}
            maxLength={1000}
            onChange={event => onChange({ source: event.target.value })}
          />
        </label>
      </div>
    </fieldset>
  );
}
