import { useTranslation } from "react-i18next";
import { cancelEntry, cancelLot } from "../../api/activity";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { paged, usePages } from "../../ui/Pager";
import { CancelRow } from "./CancelRow";
import type { StockProps } from "./StockTab";
import { lastDay } from "./words";

type Column =
  | "net"
  | "mass"
  | "ncv"
  | "carbon"
  | `stock.${"opening" | "purchases" | "sold" | "closing" | "consumption"}`;

/** The header of a column of numbers. */
export function Head({ of, unit }: { of: Column; unit: string }) {
  const { t } = useTranslation();
  return (
    <th scope="col" className="right">
      {t(`activity.${of}`)} <span className="unit">{unit}</span>
    </th>
  );
}

function CancelHead() {
  const { t } = useTranslation();
  return (
    <th scope="col">
      <span className="sr-only">{t("activity.cancel_entry")}</span>
    </th>
  );
}

/** Loads over the weighbridge and stock takes. */
export function Entries({ stock, words, format, canWrite }: StockProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { shown, pager } = paged(stock.entries, usePages("entries"));
  if (stock.entries.length === 0) return null;
  return (
    <Card title={t("activity.entries")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("activity.time")}</th>
            <th scope="col">{t("activity.kind")}</th>
            <Head of="net" unit="t" />
            {canWrite && <CancelHead />}
          </tr>
        </thead>
        <tbody>
          {shown.map(entry => (
            <tr key={entry.id} data-testid="stock-entry">
              <th scope="row" className="nowrap">
                {format.dateTime(entry.time)}
                <span className="term-sub">{[entry.vehicle, entry.ticket].filter(Boolean).join(" · ")}</span>
              </th>
              <td>{t(`activity.entry.${entry.kind as "take"}`)}</td>
              <td className="right">{words.quantity(entry.net, 2)}</td>
              {canWrite && (
                <CancelRow
                  name={format.dateTime(entry.time)}
                  send={note => cancelEntry(park.code, entry.id, note)}
                />
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {pager}
    </Card>
  );
}

/** What the laboratory said of the fuel. */
export function Lots({ stock, words, canWrite }: StockProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { shown, pager } = paged(stock.lots, usePages("lots"));
  if (stock.lots.length === 0) return null;
  return (
    <Card title={t("activity.lots")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("activity.lot")}</th>
            <th scope="col">{t("activity.basis")}</th>
            <Head of="mass" unit="t" />
            <Head of="ncv" unit="GJ/t" />
            <Head of="carbon" unit="%" />
            {canWrite && <CancelHead />}
          </tr>
        </thead>
        <tbody>
          {shown.map(lot => (
            <tr key={lot.id} data-testid="stock-lot">
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
              {canWrite && <CancelRow name={lot.code} send={note => cancelLot(park.code, lot.id, note)} />}
            </tr>
          ))}
        </tbody>
      </table>
      {pager}
    </Card>
  );
}
