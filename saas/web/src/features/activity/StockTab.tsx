import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { addEntry, addLot, cancelEntry, type FuelStock, getStock, type NewLot } from "../../api/activity";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import type { TabProps } from "./ActivityPage";
import { lastDay, shift } from "./words";

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
        {query.data && <Entries stock={query.data} {...props} />}
        {query.data && <Lots stock={query.data} {...props} />}
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

type StockProps = TabProps & { stock: FuelStock };

function Balance({ stock, words, format }: StockProps) {
  const { t } = useTranslation();
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
              <th key={name} scope="col" className="right">
                {t(`activity.stock.${name}`)} <span className="unit">t</span>
              </th>
            ))}
            <th scope="col" className="right">
              {t("activity.ncv")} <span className="unit">GJ/t</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {stock.periods.map(period => (
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
    </Card>
  );
}

function Entries({ stock, words, format, canWrite }: StockProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const cancelling = useMutation({
    mutationFn: (entry: number) => cancelEntry(park.code, entry, t("activity.cancelled_by_hand")),
    onSuccess: () => client.invalidateQueries({ queryKey: ["activity", park.code] }),
  });
  if (stock.entries.length === 0) return null;
  return (
    <Card title={t("activity.entries")}>
      {cancelling.error && <Problem error={cancelling.error} />}
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("activity.time")}</th>
            <th scope="col">{t("activity.kind")}</th>
            <th scope="col" className="right">
              {t("activity.net")} <span className="unit">t</span>
            </th>
            <th scope="col">
              <span className="sr-only">{t("activity.cancel_entry")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {stock.entries.map(entry => (
            <tr key={entry.id}>
              <th scope="row" className="nowrap">
                {format.dateTime(entry.time)}
                <span className="term-sub">{[entry.vehicle, entry.ticket].filter(Boolean).join(" · ")}</span>
              </th>
              <td>{t(`activity.entry.${entry.kind as "take"}`)}</td>
              <td className="right">{words.quantity(entry.net, 2)}</td>
              <td className="right">
                {canWrite && (
                  <button
                    type="button"
                    className="quiet"
                    disabled={cancelling.isPending}
                    onClick={() => cancelling.mutate(entry.id)}
                  >
                    {t("activity.cancel_entry")}
                    <span className="sr-only"> {entry.id}</span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Lots({ stock, words }: StockProps) {
  const { t } = useTranslation();
  if (stock.lots.length === 0) return null;
  return (
    <Card title={t("activity.lots")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("activity.lot")}</th>
            <th scope="col">{t("activity.basis")}</th>
            <th scope="col" className="right">
              {t("activity.mass")} <span className="unit">t</span>
            </th>
            <th scope="col" className="right">
              {t("activity.ncv")} <span className="unit">GJ/t</span>
            </th>
            <th scope="col" className="right">
              {t("activity.carbon")} <span className="unit">%</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {stock.lots.map(lot => (
            <tr key={lot.id}>
              <th scope="row">
                {lot.code}
                <span className="term-sub">
                  {lot.from_day} – {lastDay(lot.to_day)}
                </span>
              </th>
              <td>{lot.basis}</td>
              <td className="right">{words.quantity(lot.mass, 2)}</td>
              <td className="right">{lot.ncv ?? "–"}</td>
              <td className="right">{lot.carbon ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

interface FormProps {
  item: string;
  enterprise: string | null;
}

function useSending<T>(send: (body: T) => Promise<unknown>) {
  const client = useQueryClient();
  const { park } = usePark();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: ["activity", park.code] }),
  });
}

/** The fields of a form as texts; an empty one is null. */
function fields(event: FormEvent<HTMLFormElement>): (name: string) => string | null {
  event.preventDefault();
  const form = new FormData(event.currentTarget);
  return name => String(form.get(name) ?? "").trim() || null;
}

const DECIMAL = { inputMode: "decimal", pattern: "[0-9]+([.][0-9]{1,6})?" } as const;

function EntryForm({ item, enterprise }: FormProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const adding = useSending((body: Parameters<typeof addEntry>[1]) => addEntry(park.code, body));
  return (
    <Card title={t("activity.add_entry")} summary={t("activity.add_entry_hint")}>
      <form
        className="form"
        onSubmit={event => {
          const form = event.currentTarget;
          const text = fields(event);
          const kind = text("kind") as "purchase" | "sale" | "take";
          const body = {
            item,
            enterprise,
            kind,
            time: Date.parse(text("time") ?? ""),
            net: text("net"),
            gross: text("gross"),
            tare: text("tare"),
            vehicle: text("vehicle") ?? "",
            ticket: text("ticket") ?? "",
            note: "",
          };
          adding.mutate(body, { onSuccess: () => form.reset() });
        }}
      >
        <div className="fields">
          <label>
            {t("activity.kind")}
            <select name="kind">
              <option value="purchase">{t("activity.entry.purchase")}</option>
              <option value="sale">{t("activity.entry.sale")}</option>
              <option value="take">{t("activity.entry.take")}</option>
            </select>
          </label>
          <label>
            {t("activity.time")}
            <input type="datetime-local" name="time" required />
          </label>
          <label>
            {t("activity.gross")} (t)
            <input name="gross" {...DECIMAL} />
          </label>
          <label>
            {t("activity.tare")} (t)
            <input name="tare" {...DECIMAL} />
          </label>
          <label>
            {t("activity.net")} (t)
            <input name="net" {...DECIMAL} />
          </label>
          <label>
            {t("activity.vehicle")}
            <input name="vehicle" maxLength={40} />
          </label>
          <label>
            {t("activity.ticket")}
            <input name="ticket" maxLength={60} />
          </label>
        </div>
        {adding.error && <Problem error={adding.error} />}
        <button type="submit" className="button" disabled={adding.isPending}>
          {t("activity.add")}
        </button>
      </form>
    </Card>
  );
}

function LotForm({ item, enterprise }: FormProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const adding = useSending((body: NewLot) => addLot(park.code, body));
  return (
    <Card title={t("activity.add_lot")} summary={t("activity.add_lot_hint")}>
      <form
        className="form"
        onSubmit={event => {
          const form = event.currentTarget;
          const text = fields(event);
          const body: NewLot = {
            item,
            enterprise,
            code: text("code") ?? "",
            from_day: text("from") ?? "",
            to_day: shift(text("to") ?? "", 1),
            mass: text("mass") ?? "",
            basis: (text("basis") ?? "ar") as "ar",
            moisture_ar: text("moisture_ar"),
            moisture_ad: text("moisture_ad"),
            ncv: text("ncv"),
            carbon: text("carbon"),
            note: "",
          };
          adding.mutate(body, { onSuccess: () => form.reset() });
        }}
      >
        <div className="fields">
          <label>
            {t("activity.lot")}
            <input name="code" required maxLength={60} />
          </label>
          <label>
            {t("activity.first_day")}
            <input type="date" name="from" required />
          </label>
          <label>
            {t("activity.last_day")}
            <input type="date" name="to" required />
          </label>
          <label>
            {t("activity.mass")} (t)
            <input name="mass" required {...DECIMAL} />
          </label>
          <label>
            {t("activity.basis")}
            <select name="basis">
              <option value="ar">{t("activity.basis_of.ar")}</option>
              <option value="ad">{t("activity.basis_of.ad")}</option>
              <option value="d">{t("activity.basis_of.d")}</option>
            </select>
          </label>
          <label>
            {t("activity.moisture_ar")} (%)
            <input name="moisture_ar" {...DECIMAL} />
          </label>
          <label>
            {t("activity.moisture_ad")} (%)
            <input name="moisture_ad" {...DECIMAL} />
          </label>
          <label>
            {t("activity.ncv")} (GJ/t)
            <input name="ncv" {...DECIMAL} />
          </label>
          <label>
            {t("activity.carbon")} (%)
            <input name="carbon" {...DECIMAL} />
          </label>
        </div>
        {adding.error && <Problem error={adding.error} />}
        <button type="submit" className="button" disabled={adding.isPending}>
          {t("activity.add")}
        </button>
      </form>
    </Card>
  );
}
