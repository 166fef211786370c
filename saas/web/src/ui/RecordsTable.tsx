import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getPointRecords, type PointRecord } from "../api/metering";
import type { Format } from "../lib/format";
import { queryBehind } from "../lib/paging";
import { usePark } from "../lib/park";
import { type Moving, Pager } from "./Pager";
import { Problem } from "./Problem";

interface Props {
  point: string;
  /** [from, to) in ms, at most 800 days. */
  from: number;
  to: number;
  format: Format;
  pages: Moving;
}

/** A day with its year: reports are older than what other pages show. */
export const dayOf = (ms: number, format: Format): string => format.dateTime(ms).slice(0, 10);

/** The reports and stock balances that a point's quarter hours are made of: who wrote, who approved, what proves it. */
export function RecordsTable({ point, from, to, format, pages }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = useQuery({
    queryKey: ["records", park.code, point, from, to, pages.cursor],
    queryFn: () => getPointRecords(park.code, point, { from, to, ...queryBehind(pages) }),
    placeholderData: (former, of) => (of?.queryKey[2] === point ? former : undefined),
  });
  const rows = query.data?.records ?? [];
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <div className="skeleton rows-skeleton" />;
  if (rows.length === 0 && pages.before === 0) return <p className="note">{t("recorded.no_records")}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="detail-scroll" tabIndex={0} aria-label={t("recorded.records")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("activity.period")}</th>
              <th scope="col">{t("recorded.record")}</th>
              <th scope="col" className="right">
                {t("activity.quantity")}
              </th>
              <th scope="col">{t("recorded.author")}</th>
              <th scope="col">{t("recorded.approver")}</th>
              <th scope="col">{t("activity.evidence")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(record => (
              <Row key={`${record.from}/${record.report ?? ""}`} record={record} format={format} />
            ))}
          </tbody>
        </table>
      </section>
      <Pager pages={pages} next={query.data.cursor} rows={rows.length} isOld={query.isPlaceholderData} />
    </>
  );
}

function Row({ record, format }: { record: PointRecord; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const name = t(`recorded.record_kind.${record.kind}`);
  return (
    <tr data-testid="record" data-counts={record.counts}>
      <td className="nowrap">
        {dayOf(record.from, format)} – {dayOf(record.to - 1, format)}
      </td>
      <td>
        {record.report === null ? (
          <Link to={`/p/${park.code}/activity?tab=stock`}>{name}</Link>
        ) : (
          <Link to={`/p/${park.code}/activity?report=${record.report}`} data-testid="record-report">
            {name} {record.report}
          </Link>
        )}
        {record.account && <span className="term-sub">{record.account}</span>}
        {!record.counts && <span className="chip chip-warn">{t("recorded.does_not_count")}</span>}
      </td>
      <td className="right nowrap">
        {record.quantity === null
          ? `${format.number(record.amount_base / 1e6, 3)} t`
          : `${format.number(Number(record.quantity), 3)} ${record.unit}`}
      </td>
      <td>{record.authors.join(", ")}</td>
      <td>
        {record.approved_by ?? "\u2013"}
        {record.approved_at !== null && (
          <span className="term-sub">{format.dateTime(record.approved_at).slice(0, -3)}</span>
        )}
      </td>
      <td>
        {record.evidence.length === 0
          ? "\u2013"
          : record.evidence.map(file => (
              <a
                key={file.id}
                className="input-line"
                href={`/api/v1/parks/${park.code}/evidence/${file.id}`}
                download
              >
                {file.name}
              </a>
            ))}
      </td>
    </tr>
  );
}
