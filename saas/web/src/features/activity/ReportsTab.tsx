import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getReports, type Report, type ReportState } from "../../api/activity";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import type { TabProps } from "./ActivityPage";
import { lastDay } from "./words";

const STATES: ReportState[] = ["submitted", "rejected", "draft", "approved"];
const KINDS = ["bills", "drivers", "history"] as const;

interface Props extends TabProps {
  year: number;
  onReport: (report: number) => void;
}

/** Every report of a year, a page at a time: what waits for approval is one choice away. */
export function ReportsTab({ year, words, format, onReport }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [search, setSearch] = useSearchParams();
  const state = STATES.find(one => one === search.get("state")) ?? null;
  const kind = KINDS.find(one => one === search.get("kind")) ?? "bills";
  const pages = usePages("page", "place");
  const query = useQuery({
    queryKey: ["activity", park.code, "reports", year, kind, state, pages.cursor],
    queryFn: () =>
      getReports(park.code, {
        year,
        kind: kind === "history" ? kind : kind === "drivers" ? "driver" : "bill",
        ...(state && { state }),
        ...queryBehind(pages),
      }),
    placeholderData: keepPreviousData,
  });
  const choose = (name: string, value: string) =>
    setSearch(old => {
      old.set(name, value);
      old.delete("page");
      return old;
    });
  const rows = query.data?.reports ?? [];
  return (
    <Card title={t("activity.tab.reports")} summary={t("activity.reports_hint")}>
      <div className="actions">
        <Segmented
          label={t("activity.kind")}
          value={kind}
          options={KINDS.map(value => ({ value, label: t(`activity.tab.${value}`) }))}
          onChange={(value: string) => choose("kind", value)}
        />
        <Segmented
          label={t("activity.state_label")}
          value={state ?? "all"}
          options={[
            { value: "all", label: t("activity.all_states") },
            ...STATES.map(value => ({ value, label: t(`activity.state.${value}`) })),
          ]}
          onChange={(value: string) => choose("state", value)}
        />
      </div>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton activity-skeleton" />}
      {query.data && rows.length === 0 && pages.before === 0 && (
        <Empty title={t("activity.empty.reports")} hint={t("activity.empty.reports_hint")} />
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section className="grid-scroll" tabIndex={0} aria-label={t("activity.tab.reports")}>
          <table className="table" data-testid="reports">
            <thead>
              <tr>
                <th scope="col">{t("activity.report")}</th>
                <th scope="col">{t("activity.kind")}</th>
                <th scope="col" className="right">
                  {t("activity.quantity")}
                </th>
                <th scope="col" className="right">
                  {t("activity.evidence")}
                </th>
                <th scope="col">{t("activity.state_label")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(report => (
                <Row key={report.id} report={report} {...{ words, format, onReport }} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Pager pages={pages} next={query.data?.cursor} rows={rows.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}

type RowProps = Pick<Props, "words" | "format" | "onReport"> & { report: Report };

function Row({ report, words, format, onReport }: RowProps) {
  const { t } = useTranslation();
  return (
    <tr data-testid="report-row" data-report={report.id} data-state={report.state}>
      <th scope="row">
        <button type="button" className="link" onClick={() => onReport(report.id)}>
          {words.item(report.item)} {report.from_day} – {lastDay(report.to_day)}
        </button>
        <span className="term-sub">
          {[words.enterprise(report.enterprise), report.account].filter(Boolean).join(" · ")}
        </span>
      </th>
      <td>{t(`activity.report_kind.${report.kind as "bill"}`)}</td>
      <td className="right nowrap">
        {words.quantity(report.quantity)} {words.unit(report.unit)}
      </td>
      <td className="right">{report.evidence.length || "–"}</td>
      <td>
        <span className={`chip state-${report.state}`}>{t(`activity.state.${report.state}`)}</span>
        <span className="term-sub">
          {report.state_by} · {format.dateTime(report.state_at).slice(0, -3)}
        </span>
      </td>
    </tr>
  );
}
