import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getPastYears } from "../../api/activity";
import { useLabels } from "../../lib/labels";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import type { TabProps } from "./ActivityPage";
import { PastYearsApproval } from "./PastYearsApproval";
import { PastYearsImport } from "./PastYearsImport";

/** Energy before the meters: from a file, all rows or none. */
export function PastYears({ words, canWrite }: TabProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const label = useLabels();
  const pages = usePages("page", "year");
  const query = useQuery({
    queryKey: ["activity", park.code, "history", pages.cursor],
    queryFn: () => getPastYears(park.code, queryBehind(pages)),
    placeholderData: former => former,
  });
  return (
    <>
      {canWrite && <PastYearsImport park={park.code} />}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton activity-skeleton" />}
      {query.data?.total === 0 && (
        <Empty title={t("activity.empty.history")} hint={t("activity.empty.history_hint")} />
      )}
      {query.data && query.data.total > 0 && (
        <Card title={t("activity.tab.history")}>
          {canWrite && <PastYearsApproval park={park.code} waiting={query.data.waiting} />}
          <table className="table" data-testid="past-years">
            <thead>
              <tr>
                <th scope="col">{t("activity.item")}</th>
                <th scope="col">{t("activity.purpose")}</th>
                <th scope="col">{t("activity.year")}</th>
                <th scope="col" className="right">
                  {t("activity.quantity")}
                </th>
                <th scope="col" className="right">
                  {t("activity.months")}
                </th>
                <th scope="col">{t("activity.state_label")}</th>
              </tr>
            </thead>
            <tbody>
              {query.data.years.map(year => (
                <tr
                  key={`${year.enterprise} ${year.item} ${year.purpose} ${year.year}`}
                  data-testid="past-year"
                  data-state={year.state}
                >
                  <th scope="row">
                    {words.item(year.item)}
                    <span className="term-sub">{words.enterprise(year.enterprise)}</span>
                  </th>
                  <td>{year.purpose ? label("scene", year.purpose) : t("activity.all_uses")}</td>
                  <td>{year.year}</td>
                  <td className="right">
                    {words.quantity(year.quantity)} {words.unit(year.unit)}
                  </td>
                  <td className="right">{year.months}</td>
                  <td>
                    <span className={`chip state-${year.state}`}>
                      {t(`activity.state.${year.state as "draft"}`)}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pager
            pages={pages}
            next={query.data.cursor}
            rows={query.data.years.length}
            isOld={query.isPlaceholderData}
          />
        </Card>
      )}
    </>
  );
}
