import { useTranslation } from "react-i18next";
import type { TariffVersion } from "../../../api/types";

interface Props {
  version: TariffVersion;
  knots: [string, string][];
  onChange: (part: Partial<TariffVersion>) => void;
}

type Demand = NonNullable<TariffVersion["demand"]>;
const MODES = ["none", "contract", "measured", "capacity"] as const;
const REFERENCES = ["0.90", "0.85", "0.80"] as const;

/** What is charged by the month: demand with its overshoot rule, and the adjustment by power factor. */
export function MonthlyTerms({ version, knots, onChange }: Props) {
  const { t } = useTranslation();
  const reference = version.power_factor?.reference ?? "";
  return (
    <>
      <fieldset>
        <legend>{t("costs.kind.demand")}</legend>
        <DemandFields
          demand={
            version.demand ?? {
              mode: "none",
              price: "0",
              above: "1.05",
              factor: "2",
              below: "contract",
              feeds: "separate",
            }
          }
          onChange={demand => onChange({ demand })}
        />
        <p className="note">{t("tariff.demand_source")}</p>
      </fieldset>
      <fieldset>
        <legend>{t("costs.kind.power_factor")}</legend>
        <div className="tariff-fields">
          <label>
            {t("tariff.reference")}
            <select
              value={reference}
              onChange={event =>
                onChange({
                  power_factor: event.target.value
                    ? { reference: event.target.value as (typeof REFERENCES)[number], adjustment: [] }
                    : null,
                })
              }
            >
              <option value="">{t("tariff.no_adjustment")}</option>
              {REFERENCES.map(value => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        </div>
        <p className="note">{t("tariff.factor_source")}</p>
        {knots.length > 0 && reference && (
          <p className="note">{knots.map(([factor, percent]) => `${factor} → ${percent} %`).join(" · ")}</p>
        )}
      </fieldset>
    </>
  );
}

function DemandFields({ demand, onChange }: { demand: Demand; onChange: (demand: Demand) => void }) {
  const { t } = useTranslation();
  const text = (name: "price" | "above" | "factor", label: string) => (
    <label>
      {label}
      <input
        inputMode="decimal"
        value={demand[name] ?? ""}
        onChange={event => onChange({ ...demand, [name]: event.target.value.trim() })}
      />
    </label>
  );
  return (
    <div className="tariff-fields">
      <label>
        {t("tariff.mode")}
        <select
          value={demand.mode}
          onChange={event => onChange({ ...demand, mode: event.target.value as Demand["mode"] })}
        >
          {MODES.map(mode => (
            <option key={mode} value={mode}>
              {t(`tariff.demand_mode.${mode}`)}
            </option>
          ))}
        </select>
      </label>
      {demand.mode !== "none" &&
        text("price", t(demand.mode === "capacity" ? "tariff.capacity_price" : "tariff.demand_price"))}
      {demand.mode === "contract" && (
        <>
          {text("above", t("tariff.above"))}
          {text("factor", t("tariff.factor"))}
          <label>
            {t("tariff.below")}
            <select
              value={demand.below ?? "contract"}
              onChange={event =>
                onChange({ ...demand, below: event.target.value as NonNullable<Demand["below"]> })
              }
            >
              <option value="contract">{t("tariff.below_contract")}</option>
              <option value="threshold">{t("tariff.below_threshold")}</option>
            </select>
          </label>
        </>
      )}
      {demand.mode !== "none" && demand.mode !== "capacity" && (
        <label>
          {t("tariff.feeds")}
          <select
            value={demand.feeds ?? "separate"}
            onChange={event =>
              onChange({ ...demand, feeds: event.target.value as NonNullable<Demand["feeds"]> })
            }
          >
            <option value="separate">{t("tariff.feeds_separate")}</option>
            <option value="together">{t("tariff.feeds_together")}</option>
          </select>
        </label>
      )}
    </div>
  );
}
