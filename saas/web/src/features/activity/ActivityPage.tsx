import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import {
  type Choices,
  type GridLine,
  getChoices,
  getDriverGrid,
  getGrid,
  type MonthCell,
} from "../../api/activity";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { AntTheme } from "../../ui/AntTheme";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { MonthGrid } from "./MonthGrid";
import { PastYears } from "./PastYears";
import { ReconciliationTable } from "./ReconciliationTable";
import { ReportDrawer, type Shown } from "./ReportDrawer";
import type { Start } from "./ReportForm";
import { ReportsTab } from "./ReportsTab";
import { StockTab } from "./StockTab";
import { monthEnd, useWords, type Words } from "./words";
import "../../styles/activity.css";

const TABS = ["bills", "reports", "reconciliation", "stock", "drivers", "history"] as const;
type Tab = (typeof TABS)[number];

/** What no meter says: bills, fuel in stock, drivers and past years. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const [search, setSearch] = useSearchParams();
  const tab = TABS.find(one => one === search.get("tab")) ?? "bills";
  const choices = useQuery({
    queryKey: ["activity", park.code, "items"],
    queryFn: () => getChoices(park.code),
  });
  const words = useWords(choices.data, format);
  const [shown, setShown] = useState<Shown | null>(null);
  const year = Number(search.get("year")) || Number((choices.data?.today ?? "").slice(0, 4));
  const set = (name: string, value: string) =>
    setSearch(old => {
      old.set(name, value);
      old.delete("page");
      return old;
    });
  const named = Number(search.get("report")) || null;
  const close = () => {
    setShown(null);
    if (named !== null)
      setSearch(
        old => {
          old.delete("report");
          return old;
        },
        { replace: true },
      );
  };
  const canWrite = role !== "verifier";
  const isDriver = tab === "drivers";
  const blank = (month: string, item?: string, owner: string | null = enterprise?.code ?? null): Start => ({
    kind: isDriver ? "driver" : "bill",
    enterprise: owner,
    item: item ?? (isDriver ? "output_current" : "electricity"),
    from_day: month,
    to_day: monthEnd(month),
  });
  const open = (line: GridLine, cell: MonthCell) => {
    const start = blank(cell.month, line.item, line.enterprise);
    setShown(cell.reports.length ? { reports: cell.reports, start } : { start });
  };
  const enter = () => {
    const day = choices.data?.today ?? "";
    const before = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 2, 1));
    setShown({ start: blank(before.toISOString().slice(0, 10)) });
  };
  // A link to a report opens it.
  const drawn = shown ?? (named === null ? null : { reports: [named], start: blank(`${year}-01-01`) });
  const hasYear = tab !== "stock" && tab !== "history";
  return (
    <AntTheme>
      <div className="page activity">
        <TopSlot>
          <h1>{t("activity.title")}</h1>
        </TopSlot>
        <header className="page-head">
          <Segmented
            label={t("activity.tabs")}
            value={tab}
            options={TABS.map(value => ({ value, label: t(`activity.tab.${value}`) }))}
            onChange={(value: Tab) => set("tab", value)}
          />
          <div className="actions">
            {hasYear && choices.data && (
              <YearPicker
                year={year}
                last={choices.data.today}
                onChange={value => set("year", String(value))}
              />
            )}
            {canWrite && choices.data && (tab === "bills" || tab === "reports" || isDriver) && (
              <button type="button" className="button primary" onClick={enter} data-testid="enter">
                {t("activity.enter")}
              </button>
            )}
          </div>
        </header>
        {choices.error && <Problem error={choices.error} onRetry={() => void choices.refetch()} />}
        {choices.isPending && <div className="card skeleton activity-skeleton" />}
        {choices.data && (
          <Tabs
            tab={tab}
            year={year}
            choices={choices.data}
            words={words}
            format={format}
            canWrite={canWrite}
            onOpen={open}
            onReport={report => setShown({ reports: [report], start: blank(`${year}-01-01`) })}
          />
        )}
      </div>
      {drawn && choices.data && (
        <ReportDrawer
          key={JSON.stringify(drawn)}
          park={park.code}
          shown={drawn}
          choices={choices.data}
          words={words}
          format={format}
          isOperator={role === "operator"}
          canWrite={canWrite}
          onClosed={close}
        />
      )}
    </AntTheme>
  );
}

function YearPicker({
  year,
  last,
  onChange,
}: {
  year: number;
  last: string;
  onChange: (year: number) => void;
}) {
  const { t } = useTranslation();
  const newest = Number(last.slice(0, 4));
  return (
    <label className="year-picker">
      <span className="sr-only">{t("activity.year")}</span>
      <select value={year} onChange={event => onChange(Number(event.target.value))} data-testid="year">
        {Array.from({ length: 8 }, (_, i) => newest - i).map(one => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}

export interface TabProps {
  choices: Choices;
  words: Words;
  format: Format;
  canWrite: boolean;
}

interface TabsProps extends TabProps {
  tab: Tab;
  year: number;
  onOpen: (line: GridLine, cell: MonthCell) => void;
  onReport: (report: number) => void;
}

function Tabs({ tab, year, onOpen, onReport, ...common }: TabsProps) {
  if (tab === "stock") return <StockTab {...common} />;
  if (tab === "history") return <PastYears {...common} />;
  if (tab === "reports") return <ReportsTab year={year} onReport={onReport} {...common} />;
  if (tab === "reconciliation") return <ReconciliationTable year={year} onReport={onReport} {...common} />;
  return <GridCard kind={tab} year={year} onOpen={onOpen} {...common} />;
}

interface GridProps extends TabProps {
  kind: "bills" | "drivers";
  year: number;
  onOpen: (line: GridLine, cell: MonthCell) => void;
}

function GridCard({ kind, year, words, format, canWrite, onOpen }: GridProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const pages = usePages("page", "line");
  const query = useQuery({
    queryKey: ["activity", park.code, kind, year, pages.cursor],
    queryFn: () => (kind === "bills" ? getGrid : getDriverGrid)(park.code, { year, ...queryBehind(pages) }),
    // Months of another year, and drivers, are none of these.
    placeholderData: (former, of) =>
      of?.queryKey[2] === kind && of.queryKey[3] === year ? former : undefined,
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton activity-skeleton" />;
  const { lines, total, states, cursor } = query.data;
  if (total === 0)
    return <Empty title={t(`activity.empty.${kind}`)} hint={t(`activity.empty.${kind}_hint`)} />;
  return (
    <Card
      title={t(`activity.tab.${kind}`)}
      summary={t("activity.grid_summary", {
        approved: states.approved ?? 0,
        submitted: states.submitted ?? 0,
        missing: states.missing ?? 0,
      })}
    >
      <MonthGrid grid={query.data} words={words} format={format} canWrite={canWrite} onOpen={onOpen} />
      <Pager pages={pages} next={cursor} rows={lines.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}
