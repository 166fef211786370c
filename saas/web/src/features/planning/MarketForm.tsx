import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type PlanDesk, type PlanMarket, saveMarket } from "../../api/planning";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { carriersOf, itemName } from "./words";

// What cited costs are in; nobody but the park says at which rate they count.
const CURRENCIES = ["EUR", "USD"] as const;

/** Discount rate and prices of energy, that every measure is judged with. */
export function MarketForm({ desk }: { desk: PlanDesk }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const id = useId();
  const market = desk.inputs.market;
  const carriers = carriersOf(desk);
  const [rate, setRate] = useState(String(Math.round((market?.rate ?? 0.08) * 1e4) / 100));
  const [prices, setPrices] = useState<Record<string, string>>(() =>
    Object.fromEntries(carriers.map(carrier => [carrier, String(market?.prices?.[carrier] ?? "")])),
  );
  const [exchange, setExchange] = useState<Record<string, string>>(() =>
    Object.fromEntries(CURRENCIES.map(code => [code, String(market?.exchange?.[code] ?? "")])),
  );
  const saving = useMutation({
    mutationFn: (body: PlanMarket) => saveMarket(park.code, body),
    onSuccess: made => {
      client.setQueryData(["planning", park.code], made);
      void client.invalidateQueries({ queryKey: ["macc", park.code] });
    },
  });
  const lacking = carriers.filter(carrier => !(Number(prices[carrier]) > 0));
  return (
    <Card
      title={t("planning.market")}
      summary={lacking.length > 0 ? t("planning.market_lacks") : t("planning.market_hint")}
    >
      <form
        className="plan-choices"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          const known = Object.entries(prices).filter(([, price]) => Number(price) >= 0 && price !== "");
          saving.mutate({
            rate: Number(rate) / 100,
            prices: Object.fromEntries(known.map(([carrier, price]) => [carrier, Number(price)])),
            exchange: Object.fromEntries(
              CURRENCIES.map(code => [code, Number(exchange[code])] as const).filter(([, one]) => one > 0),
            ),
          });
        }}
      >
        <label htmlFor={`${id}-rate`}>
          {t("planning.rate")} <span className="unit">%</span>{" "}
          <input
            id={`${id}-rate`}
            inputMode="decimal"
            value={rate}
            onChange={event => setRate(event.target.value)}
          />
        </label>
        {carriers.map(carrier => (
          <label key={carrier}>
            {itemName(t, carrier)} <span className="unit">{t("planning.unit_yuan_gj")}</span>{" "}
            <input
              inputMode="decimal"
              value={prices[carrier] ?? ""}
              onChange={event => setPrices({ ...prices, [carrier]: event.target.value })}
              data-testid={`price-${carrier}`}
            />
          </label>
        ))}
        {CURRENCIES.map(code => (
          <label key={code}>
            {t(`planning.currency.${code}`)} <span className="unit">{t("planning.unit_yuan")}</span>{" "}
            <input
              inputMode="decimal"
              value={exchange[code] ?? ""}
              onChange={event => setExchange({ ...exchange, [code]: event.target.value })}
              data-testid={`exchange-${code}`}
            />
          </label>
        ))}
        <button type="submit" className="button" disabled={saving.isPending} data-testid="market-save">
          {t("planning.save_market")}
        </button>
      </form>
      <p className="note">{t("planning.exchange_hint")}</p>
      {saving.error && <Problem error={saving.error} />}
    </Card>
  );
}
