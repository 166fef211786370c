import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cancelEntry, cancelLot, getStockEntries, getStockLots } from "../../api/activity";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { type Moving, Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
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

interface Page {
  cursor: string | null;
}

/** A page of the rows of a fuel; while the next one comes, the one before stays. */
function useRows<Rows extends Page>(
  what: string,
  { item, owner }: StockProps,
  pages: Moving,
  ask: (query: { item: string; enterprise?: string; limit: number; cursor?: string }) => Promise<Rows>,
) {
  const { park } = usePark();
  return useQuery({
    queryKey: ["activity", park.code, what, item, owner, pages.cursor],
    queryFn: () => ask({ item, ...(owner && { enterprise: owner }), ...queryBehind(pages) }),
    placeholderData: (former, of) =>
      of?.queryKey[3] === item && of.queryKey[4] === owner ? former : undefined,
  });
}

/** Loads over the weighbridge and stock takes, the newest first. */
export function Entries(props: StockProps) {
  const { words, format, canWrite } = props;
  const { t } = useTranslation();
  const { park } = usePark();
  const pages = usePages("entries", "place");
  const query = useRows("stock-entries", props, pages, asked => getStockEntries(park.code, asked));
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton activity-skeleton" />;
  const shown = query.data.entries;
  if (shown.length === 0 && pages.before === 0) return null;
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
      <Pager pages={pages} next={query.data.cursor} rows={shown.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}

/** What the laboratory said of the fuel, the newest first. */
export function Lots(props: StockProps) {
  const { words, canWrite } = props;
  const { t } = useTranslation();
  const { park } = usePark();
  const pages = usePages("lots", "place");
  const query = useRows("stock-lots", props, pages, asked => getStockLots(park.code, asked));
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton activity-skeleton" />;
  const shown = query.data.lots;
  if (shown.length === 0 && pages.before === 0) return null;
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
      <Pager pages={pages} next={query.data.cursor} rows={shown.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}
