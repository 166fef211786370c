import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getReports, isMaking, POLL_MS } from "../../api/reports";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { EverythingCard } from "./EverythingCard";
import { MakeForm } from "./MakeForm";
import { ReportLine } from "./ReportLine";
import "../../styles/meters.css";
import "../../styles/factors.css";

/** Files for auditors: asked for here, made in the background, checked against the park as it is. */
export function Component() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const client = useQueryClient();
  const queryKey = ["reports", park.code];
  const pages = usePages();
  const query = useQuery({
    queryKey: [...queryKey, pages.cursor],
    queryFn: () => getReports(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.exports.some(isMaking) ? POLL_MS : false),
  });
  const files = query.data?.exports ?? [];
  const onMade = () => {
    pages.first();
    void client.invalidateQueries({ queryKey });
  };
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("reports.title")}</h1>
      </TopSlot>
      <p className="page-sub">{t("reports.lead")}</p>
      <div className="stack">
        <Card title={t("reports.make")} summary={t("reports.make_hint")}>
          <MakeForm onMade={onMade} />
        </Card>
        <EverythingCard onMade={onMade} />
        <Card title={t("reports.files")} summary={t("reports.files_hint")}>
          {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <div className="skeleton rows-skeleton" />}
          {query.data && files.length === 0 && pages.before === 0 && (
            <Empty title={t("reports.none")} hint={t("reports.none_hint")} />
          )}
          <ul className="factor-history">
            {files.map(item => (
              <ReportLine key={item.id} item={item} format={format} />
            ))}
          </ul>
          <Pager
            pages={pages}
            next={query.data?.cursor}
            rows={files.length}
            isOld={query.isPlaceholderData}
          />
        </Card>
      </div>
    </div>
  );
}
