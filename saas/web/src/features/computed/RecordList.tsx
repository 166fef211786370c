import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getChoices } from "../../api/activity";
import { getRecordPoints } from "../../api/metering";
import { useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { useWords } from "../activity/words";
import { FeedFacts } from "./FeedFacts";

/** The record points: whose reports of what, and how much they have said so far. */
export function RecordList({ action }: { action: ReactNode }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["record-points", park.code, "list", pages.cursor],
    queryFn: () => getRecordPoints(park.code, queryBehind(pages)),
    placeholderData: former => former,
  });
  const choices = useQuery({
    queryKey: ["activity", park.code, "items"],
    queryFn: () => getChoices(park.code),
  });
  const words = useWords(choices.data, format);
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton meters-skeleton" />;
  if (query.data.points.length === 0 && pages.before === 0)
    return (
      <Empty
        title={t("recorded.none")}
        hint={t("recorded.none_hint")}
        action={
          action || (
            <Link className="button" to={`/p/${park.code}/activity`}>
              {t("recorded.to_reports")}
            </Link>
          )
        }
      />
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="card meters-card" tabIndex={0} aria-label={t("computed.recorded")}>
      <table className="table meters">
        <thead>
          <tr>
            <th scope="col">{t("meters.point")}</th>
            <th scope="col">{t("live.enterprise")}</th>
            <th scope="col">{t("recorded.what")}</th>
            <th scope="col">{t("recorded.fed")}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.points.map(point => (
            <tr key={point.point} data-testid="record-point" data-point={point.point}>
              <th scope="row">
                <Link to={`/p/${park.code}/computed/recorded/${point.point}`}>{format.name(point)}</Link>{" "}
                {point.ended && <span className="chip">{t("computed.ended")}</span>}
                <span className="term-sub">
                  <code>{point.point}</code>
                </span>
              </th>
              <td>{point.enterprise ? words.enterprise(point.enterprise) : t("meters.of_the_park")}</td>
              <td>
                {t(`recorded.kind.${point.records}`)}
                <span className="term-sub">
                  {words.item(point.item)}
                  {point.account && ` · ${point.account}`}
                </span>
              </td>
              <td>
                <FeedFacts feed={point.fed} unit={point.unit} format={format} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        pages={pages}
        next={query.data.cursor}
        rows={query.data.points.length}
        isOld={query.isPlaceholderData}
      />
    </section>
  );
}
