import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getReconciliation } from "../../api/activity";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import type { TabProps } from "./ActivityPage";
import { lastDay } from "./words";

interface Props extends TabProps {
  year: number;
  onReport: (report: number) => void;
}

/** Every bill that names a meter, against what the meter measured. */
export function ReconciliationTable({ year, words, format, onReport }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const pages = usePages("page", "place");
  const query = useQuery({
    queryKey: ["activity", park.code, "reconciliation", year, pages.cursor],
    queryFn: () => getReconciliation(park.code, { year, ...queryBehind(pages) }),
    placeholderData: (former, of) => (of?.queryKey[3] === year ? former : undefined),
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton activity-skeleton" />;
  const { bills, total, differing, cursor } = query.data;
  if (total === 0)
    return (
      <Empty title={t("activity.empty.reconciliation")} hint={t("activity.empty.reconciliation_hint")} />
    );
  return (
    <Card
      title={t("activity.tab.reconciliation")}
      summary={
        bills[0] &&
        t("activity.reconciliation_summary", {
          count: total,
          wrong: differing,
          tolerance: format.percent(bills[0].tolerance, 0),
        })
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="grid-scroll" tabIndex={0} aria-label={t("activity.tab.reconciliation")}>
        <table className="table" data-testid="reconciliation">
          <thead>
            <tr>
              <th scope="col">{t("activity.bill")}</th>
              <th scope="col">{t("activity.meter")}</th>
              <th scope="col" className="right">
                {t("activity.billed")}
              </th>
              <th scope="col" className="right">
                {t("activity.measured")}
              </th>
              <th scope="col" className="right">
                {t("activity.difference")}
              </th>
              <th scope="col" className="right">
                {t("activity.coverage")}
              </th>
              <th scope="col" className="right">
                {t("activity.estimated")}
              </th>
              <th scope="col">{t("activity.result")}</th>
            </tr>
          </thead>
          <tbody>
            {bills.map(bill => (
              <tr key={bill.report.id} data-testid="reconciled" data-state={bill.state}>
                <th scope="row">
                  <button type="button" className="link" onClick={() => onReport(bill.report.id)}>
                    {words.item(bill.report.item)} {bill.report.from_day} – {lastDay(bill.report.to_day)}
                  </button>
                  <span className="term-sub">{words.enterprise(bill.report.enterprise)}</span>
                </th>
                <td>
                  <code>{bill.report.point}</code>
                </td>
                <td className="right nowrap">
                  {words.quantity(bill.billed)} {words.unit(bill.report.unit)}
                </td>
                <td className="right">{words.quantity(bill.measured)}</td>
                <td className="right nowrap">
                  {words.quantity(bill.difference)}
                  {bill.difference_share !== null && (
                    <span className="term-sub">{format.percent(bill.difference_share, 2)}</span>
                  )}
                </td>
                <td className="right">{format.percent(bill.coverage)}</td>
                <td className="right">{format.percent(bill.estimated_share)}</td>
                <td>
                  <span className={`chip match-${bill.state}`}>{t(`activity.match.${bill.state}`)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Pager pages={pages} next={cursor} rows={bills.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}
