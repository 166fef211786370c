import { useQuery } from "@tanstack/react-query";
import { lazy, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getCosts } from "../../api/calls";
import type { Costs } from "../../api/types";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { BY_CLOCK_MS } from "../live/useSettled";
import { ResourcesView } from "../resources/ResourcesView";
import { AccountRanking, RANKING_PAGE } from "./AccountRanking";
import { BillKpis } from "./BillKpis";
import { CostAskContext } from "./CostFigure";
import { DayBars } from "./DayBars";
import { DemandCard } from "./DemandCard";
import type { Part } from "./figures";
import { MonthPicker } from "./MonthPicker";
import { isMonth, monthOf, monthSpan } from "./month";
import { PeriodShares } from "./PeriodShares";
import { PowerFactorCard } from "./PowerFactorCard";
import "../../styles/live.css";
import "../../styles/costs.css";

const CostDrawer = lazy(() => import("./CostDrawer"));
const TariffDrawer = lazy(() => import("./tariff/TariffDrawer"));

type Tab = "electricity" | "resources";

/** What electricity costs, and how much water, waste and waste heat there is: by month, of the park or an enterprise. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise: own } = usePark();
  const format = useFormat(park.timezone);
  const view = useView(park.timezone, own?.code);
  const [isEditing, setEditing] = useState(false);
  const editor = useRef<HTMLButtonElement>(null);
  return (
    <div className="page costs">
      <TopSlot>
        <h1>{own ? format.name(own) : t(view.tab === "electricity" ? "costs.title" : "resources.title")}</h1>
        <p className="page-sub">{format.calendarMonth(view.month)}</p>
      </TopSlot>
      <header className="page-head">
        <Segmented<Tab>
          label={t("costs.view")}
          value={view.tab}
          options={[
            { value: "electricity", label: t("costs.title") },
            { value: "resources", label: t("resources.title") },
          ]}
          onChange={tab => view.set({ tab: tab === "electricity" ? null : tab })}
        />
        <div className="costs-tools">
          <MonthPicker
            month={view.month}
            latest={view.latest}
            onChange={month => view.set({ month })}
            format={format}
          />
          {role === "operator" && (
            <button
              type="button"
              ref={editor}
              className="button"
              onClick={() => setEditing(true)}
              data-testid="tariff-edit"
            >
              {t("tariff.edit")}
            </button>
          )}
        </div>
      </header>
      {view.tab === "electricity" ? (
        <Electricity view={view} format={format} />
      ) : (
        <ResourcesView view={view} format={format} />
      )}
      {isEditing && (
        <Late>
          <TariffDrawer
            park={park.code}
            onClosed={() => {
              setEditing(false);
              editor.current?.focus();
            }}
          />
        </Late>
      )}
    </div>
  );
}

export interface View {
  tab: Tab;
  month: string;
  latest: string;
  enterprise: string | undefined;
  isTable: boolean;
  set: (change: Record<string, string | null>) => void;
}

/** What is shown: the address holds it, so that it can be sent and come back to. */
function useView(timeZone: string, own: string | undefined): View {
  const [params, setParams] = useSearchParams();
  const latest = monthOf(Date.now(), timeZone);
  const wanted = params.get("month");
  const set = (change: Record<string, string | null>) =>
    setParams(
      before => {
        const next = new URLSearchParams(before);
        if ("month" in change) next.delete(RANKING_PAGE);
        for (const [name, value] of Object.entries(change))
          value === null ? next.delete(name) : next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return {
    tab: params.get("tab") === "resources" ? "resources" : "electricity",
    month: isMonth(wanted) && wanted <= latest ? wanted : latest,
    latest,
    enterprise: own ?? params.get("enterprise") ?? undefined,
    isTable: params.get("days") === "table",
    set,
  };
}

function Electricity({ view, format }: { view: View; format: Format }) {
  const { park } = usePark();
  const span = monthSpan(view.month, park.timezone);
  const { data, error, refetch } = useQuery({
    queryKey: ["costs", park.code, view.month, view.enterprise ?? null],
    queryFn: () => getCosts(park.code, { ...span, ...(view.enterprise && { enterprise: view.enterprise }) }),
    refetchInterval: BY_CLOCK_MS,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  return <Bill costs={data} view={view} span={span} format={format} />;
}

interface BillProps {
  costs: Costs;
  view: View;
  span: { from: number; to: number };
  format: Format;
}

function Bill({ costs, view, span, format }: BillProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const terms = useTerms();
  const isSoFar = view.month === view.latest;
  const { owner } = costs;
  return (
    <CostAskContext.Provider value={terms.ask}>
      <p className="freshness" data-testid="cost-freshness">
        <strong>
          {owner.name_zh && owner.name_en
            ? format.name({ name_zh: owner.name_zh, name_en: owner.name_en })
            : t("costs.park_account")}
        </strong>
        <span>
          {costs.as_of === null
            ? t("costs.no_data")
            : t("costs.freshness", { time: format.moment(costs.as_of), zone: park.timezone })}
        </span>
        {costs.tariffs.map(tariff => (
          <span key={`${tariff.code}${tariff.version}`}>
            {format.name(tariff)}{" "}
            {tariff.example && <span className="chip chip-warn">{t("costs.example")}</span>}
          </span>
        ))}
      </p>
      {costs.as_of === null ? (
        <Empty title={t("costs.empty")} hint={t("costs.empty_hint")} />
      ) : (
        <>
          {costs.total === null && (
            <Empty title={t("costs.without_tariff")} hint={t("costs.without_tariff_hint")} />
          )}
          <BillKpis costs={costs} isSoFar={isSoFar} format={format} />
          <div className="cost-grid">
            <DayBars
              costs={costs}
              month={view.month}
              isTable={view.isTable}
              onToggle={() => view.set({ days: view.isTable ? null : "table" })}
              format={format}
            />
            <PeriodShares costs={costs} format={format} />
            <DemandCard park={park.code} month={view.month} enterprise={view.enterprise} format={format} />
            <PowerFactorCard costs={costs} format={format} />
            <AccountRanking
              park={park.code}
              span={span}
              chosen={view.enterprise}
              onChoose={enterprise => view.set({ enterprise: enterprise ?? null })}
              format={format}
            />
          </div>
        </>
      )}
      {terms.part && (
        <Late>
          <CostDrawer
            costs={costs}
            part={terms.part}
            isOpen={terms.isOpen}
            onClose={terms.close}
            onClosed={terms.closed}
            format={format}
          />
        </Late>
      )}
    </CostAskContext.Provider>
  );
}

/** The part of the bill that is opened, and the way back to where it was clicked. */
function useTerms() {
  const [part, setPart] = useState<Part | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const ask = useCallback((wanted: Part, element: HTMLElement) => {
    opener.current = element;
    setPart(wanted);
    setOpen(true);
  }, []);
  const closed = useCallback(() => {
    setPart(null);
    if (opener.current?.isConnected) opener.current.focus();
  }, []);
  return { part, isOpen, ask, close: () => setOpen(false), closed };
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div aria-busy="true" role="status" aria-label={t("app.loading")}>
      <div className="kpis skeleton" />
      <div className="cost-grid">
        <div className="card skeleton cost-days" />
        <div className="card skeleton cost-periods" />
      </div>
    </div>
  );
}
