import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getKept, type Kept as Row } from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { KeepForm } from "./KeepForm";
import { KeptDetail } from "./KeptDetail";
import type { Shared } from "./Pickers";
import { periodOf } from "./question";
import { tonnes } from "./words";

const POLL_MS = 1500;
const isRunning = (row: Row) => row.job !== null && ["queued", "running", "failed"].includes(row.job.state);

/** The inventories that are kept: begun, approved, verified, locked, superseded. */
export function Kept(shared: Shared) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { view } = shared;
  const pages = usePages("page", "place");
  const query = useQuery({
    queryKey: ["inventories", park.code, "list", pages.cursor],
    queryFn: () => getKept(park.code, queryBehind(pages)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.inventories.some(isRunning) ? POLL_MS : false),
  });
  const rows = query.data?.inventories ?? [];
  const canBegin = role !== "verifier";
  const begin = canBegin && (
    <button
      type="button"
      className="button primary"
      onClick={() => view.set({ new: "1", item: null })}
      data-testid="inventory-begin"
    >
      {t("inventory.begin")}
    </button>
  );
  return (
    <div className="stack">
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton inventory-skeleton" />}
      {view.isNew && canBegin && <KeepForm {...shared} />}
      {query.data && rows.length === 0 && pages.before === 0 && !view.isNew && (
        <Empty title={t("inventory.none_kept")} hint={t("inventory.none_kept_hint")} action={begin} />
      )}
      {(rows.length > 0 || pages.before > 0) && (
        <Card title={t("inventory.kept")} summary={t("inventory.kept_hint")} actions={!view.isNew && begin}>
          <List {...shared} rows={rows} />
          <Pager pages={pages} next={query.data?.cursor} rows={rows.length} isOld={query.isPlaceholderData} />
        </Card>
      )}
      {view.item !== null && <KeptDetail key={view.item} {...shared} item={view.item} />}
    </div>
  );
}

function List({ view, rows, owners, format, rulesets }: Shared & { rows: Row[] }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("inventory.kept")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("inventory.period")}</th>
            <th scope="col">{t("inventory.boundary")}</th>
            <th scope="col">{t("inventory.ruleset")}</th>
            <th scope="col">{t("explain.state")}</th>
            <th scope="col" className="right">
              t
            </th>
            <th scope="col">{t("inventory.author")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => {
            const owner = row.enterprise ? owners.get(row.enterprise) : undefined;
            const ruleset = rulesets.find(found => found.code === row.ruleset);
            return (
              <tr
                key={row.id}
                className={row.id === view.item ? "is-chosen" : ""}
                data-testid="kept"
                data-item={row.id}
                data-state={row.state}
              >
                <th scope="row">
                  <button
                    type="button"
                    className="quiet"
                    aria-expanded={row.id === view.item}
                    onClick={() => view.set({ item: row.id === view.item ? null : String(row.id) })}
                    data-testid="kept-open"
                  >
                    {periodText(row.from, row.to, format)} ·{" "}
                    {t("inventory.version", { version: row.version })}
                  </button>
                </th>
                <td>
                  {row.enterprise ? (owner ? format.name(owner) : row.enterprise) : t("locks.whole_park")}
                </td>
                <td>
                  {ruleset ? format.name(ruleset) : row.ruleset} <span className="note">{row.gwp}</span>
                </td>
                <td>
                  <StateChip state={row.state} />
                  {row.open_findings > 0 && (
                    <span className="chip chip-warn">
                      {t("inventory.open_findings", { count: row.open_findings })}
                    </span>
                  )}
                </td>
                <td className="right nowrap">
                  {row.totals ? (
                    Object.entries(row.totals).map(([basis, total]) => (
                      <span key={basis} className="term-sub">
                        {Object.keys(row.totals ?? {}).length > 1 &&
                          `${t(`inventory.basis_${basis as "location"}`)} `}
                        {tonnes(total, format)} {gasText(ruleset?.gases ? "CO2" : "CO2e")}
                      </span>
                    ))
                  ) : row.job ? (
                    <progress value={row.job.progress} max={1} aria-label={t("factors.progress")} />
                  ) : (
                    "\u2013"
                  )}
                </td>
                <td>
                  {row.author}
                  <span className="term-sub">{format.dateTime(row.created_at).slice(0, -3)}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

const CHIPS: Record<string, string> = {
  approved: "chip chip-good",
  verified: "chip chip-good",
  locked: "chip chip-good",
  findings: "chip chip-warn",
};

export function StateChip({ state }: { state: string }) {
  const { t } = useTranslation();
  return <span className={CHIPS[state] ?? "chip"}>{t(`inventory.state.${state as "collecting"}`)}</span>;
}

export function periodText(from: string, to: string, format: Shared["format"]): string {
  const period = periodOf(from, to);
  if (period === null) return `${format.dayOf(from)} – ${format.dayOf(to)}`;
  return period.length === 4 ? period : format.calendarMonth(period);
}
