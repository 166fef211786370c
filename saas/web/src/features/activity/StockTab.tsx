import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { type FuelStock, getStock } from "../../api/activity";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { paged, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import type { TabProps } from "./ActivityPage";
import { EntryForm, LotForm } from "./StockForms";
import { Entries, Head, Lots } from "./StockRows";

/** Fuel in stock: the balance between stock takes, the weighbridge, and the laboratory. */
export function StockTab(props: TabProps) {
  const { choices, words, canWrite } = props;
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const [search, setSearch] = useSearchParams();
  const fuels = choices.items.filter(item => item.group === "carrier" && item.units.includes("t"));
  const item = search.get("fuel") ?? "coal";
  const owner = enterprise?.code ?? search.get("enterprise") ?? choices.enterprises[0]?.code ?? null;
  const query = useQuery({
    queryKey: ["activity", park.code, "stock", item, owner],
    queryFn: () => getStock(park.code, item, owner),
  });
  const choose = (name: string, value: string) =>
    setSearch(old => {
      old.set(name, value);
      for (const place of ["periods", "entries", "lots"]) old.delete(place);
      return old;
    });
  return (
    <>
      <div className="page-head">
        <div className="actions">
          {!enterprise && (
            <label className="picker">
              {t("activity.enterprise")}
              <select value={owner ?? ""} onChange={event => choose("enterprise", event.target.value)}>
                {choices.enterprises.map(one => (
                  <option key={one.code} value={one.code}>
                    {words.enterprise(one.code)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label className="picker">
            {t("activity.fuel")}
            <select value={item} onChange={event => choose("fuel", event.target.value)} data-testid="fuel">
              {fuels.map(one => (
                <option key={one.code} value={one.code}>
                  {words.item(one.code)}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton activity-skeleton" />}
      {query.data && <Balance stock={query.data} {...props} />}
      <div className="columns">
        <Entries item={item} owner={owner} {...props} />
        <Lots item={item} owner={owner} {...props} />
      </div>
      {canWrite && (
        <div className="columns">
          <EntryForm item={item} enterprise={owner} />
          <LotForm item={item} enterprise={owner} />
        </div>
      )}
    </>
  );
}

/** A fuel, and whose it is; of the park where nobody's. */
export type StockProps = TabProps & { item: string; owner: string | null };

function Balance({ stock, words, format }: TabProps & { stock: FuelStock }) {
  const { t } = useTranslation();
  const { shown, pager } = paged(stock.periods, usePages("periods"));
  if (stock.periods.length === 0)
    return <Empty title={t("activity.empty.stock")} hint={t("activity.empty.stock_hint")} />;
  return (
    <Card title={t("activity.balance")} summary={t("activity.balance_rule")}>
      {stock.findings.length > 0 && (
        <ul className="findings" role="alert">
          {stock.findings.map(finding => (
            <li key={`${finding.rule} ${finding.time} ${finding.entries.join()}`}>
              <strong>{t(`activity.finding.${finding.rule}`)}</strong> {format.dateTime(finding.time)} ·{" "}
              {words.quantity(finding.mass, 2)} t
            </li>
          ))}
        </ul>
      )}
      <table className="table" data-testid="balance">
        <thead>
          <tr>
            <th scope="col">{t("activity.period")}</th>
            {(["opening", "purchases", "sold", "closing", "consumption"] as const).map(name => (
              <Head key={name} of={`stock.${name}`} unit="t" />
            ))}
            <Head of="ncv" unit="GJ/t" />
          </tr>
        </thead>
        <tbody>
          {shown.map(period => (
            <tr key={period.start}>
              <th scope="row" className="nowrap">
                {format.date(period.start)} – {format.date(period.end)}
              </th>
              {([period.opening, period.purchases, period.sold, period.closing] as const).map(
                (value, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: four columns in a fixed order
                  <td key={index} className="right">
                    {words.quantity(value, 2)}
                  </td>
                ),
              )}
              <td className="right strong">{words.quantity(period.consumption, 2)}</td>
              <td className="right">{period.lots?.ncv ? format.number(period.lots.ncv, 3) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pager}
    </Card>
  );
}
