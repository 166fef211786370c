import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type KeptDetail as Detail, getDifferences, getKeptDetail, stopKept } from "../../api/inventory";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { BaseYearCard } from "./BaseYearCard";
import { BridgeTable } from "./BridgeCard";
import { Findings } from "./Findings";
import { InventoryView } from "./InventoryView";
import { periodText, StateChip } from "./Kept";
import { KeptFiles } from "./KeptFiles";
import type { Shared } from "./Pickers";
import { stepOf } from "./steps";
import { Workflow } from "./Workflow";
import type { Context } from "./words";

const POLL_MS = 1500;

/** A kept inventory: its figures as they were computed, its way to the lock, and what has changed since. */
export function KeptDetail(shared: Shared & { item: number }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const { item, view, owners, format } = shared;
  const query = useQuery({
    queryKey: ["inventories", park.code, item],
    queryFn: () => getKeptDetail(park.code, item),
    refetchInterval: ({ state }) =>
      state.data && state.data.inventory.job !== null && state.data.inventory.state === "collecting"
        ? POLL_MS
        : false,
  });
  const stopping = useMutation({
    mutationFn: () => stopKept(park.code, item),
    onSettled: () => client.invalidateQueries({ queryKey: ["inventories", park.code] }),
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data;
  if (!found) return <div className="card skeleton inventory-skeleton" />;
  const { inventory } = found;
  const totals = found.totals.find(one => one.basis === view.basis) ?? found.totals[0];
  const context = { ruleset: found.ruleset, sources: found.sources, owners, format };
  return (
    <div className="stack" data-testid="kept-detail" data-item={item} data-state={inventory.state}>
      <Card
        title={`${periodText(inventory.from, inventory.to, format)} · ${format.name(found.ruleset)} · ${t("inventory.version", { version: inventory.version })}`}
        actions={<StateChip state={inventory.state} />}
        summary={
          inventory.known_at === null
            ? t("inventory.computing")
            : t("inventory.known_at", { time: format.dateTime(inventory.known_at) })
        }
      >
        {inventory.sha256 && (
          <p className="note">
            SHA-256 <code className="inventory-hash">{inventory.sha256}</code>
          </p>
        )}
        {stopping.error && <Problem error={stopping.error} />}
        {inventory.job && inventory.state === "collecting" && (
          <p className="factor-progress">
            <progress value={inventory.job.progress} max={1} aria-label={t("factors.progress")} />{" "}
            {format.percent(inventory.job.progress, 0)}{" "}
            <span className="note" data-testid="inventory-step">
              {t(`inventory.step.${stepOf(inventory.job)}`)}
            </span>{" "}
            {found.steps.includes("withdrawn") && (
              <button
                type="button"
                className="button"
                disabled={stopping.isPending}
                onClick={() => stopping.mutate()}
              >
                {t("factors.stop")}
              </button>
            )}
            {inventory.job.error && <span className="note">{inventory.job.error}</span>}
          </p>
        )}
      </Card>
      <Workflow found={found} format={format} />
      <Findings found={found} format={format} />
      {inventory.sha256 && <KeptFiles item={item} format={format} />}
      {totals && (
        <InventoryView
          context={context}
          totals={totals}
          all={found.totals}
          lacks={found.findings}
          view={view}
          asked={{ item }}
          computed={inventory.known_at}
          isPark={inventory.enterprise === null}
        >
          <Differences found={found} basis={totals.basis} context={context} />
          <BaseYearCard inventory={inventory} basis={totals.basis} context={context} />
        </InventoryView>
      )}
    </div>
  );
}

interface Props {
  found: Detail;
  basis: "location" | "market";
  context: Context;
}

/** What the ledger says now, and what the version before said. */
function Differences({ found, basis, context }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { id, known_at, version } = found.inventory;
  const { data, error, refetch } = useQuery({
    queryKey: ["inventories", park.code, id, "differences", basis],
    queryFn: () => getDifferences(park.code, id, basis),
  });
  const differs = data && (data.since.after !== data.since.before || data.since.changes.length > 0);
  return (
    <Card
      title={t("inventory.differences")}
      summary={
        data && (
          <span data-testid="differs" data-value={data.since.after - data.since.before}>
            {t(differs ? "inventory.differs" : "inventory.agrees")}
          </span>
        )
      }
      className="inventory-bridge"
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <div className="skeleton rows-skeleton" />}
      {differs && (
        <BridgeTable
          bridge={data.since}
          before={known_at === null ? "" : context.format.dateTime(known_at).slice(0, -3)}
          after={t("inventory.ledger_now")}
          context={context}
        />
      )}
      {data?.versus && (
        <>
          <h3>{t("inventory.versus", { version: version - 1 })}</h3>
          <BridgeTable
            bridge={data.versus}
            before={t("inventory.version", { version: version - 1 })}
            after={t("inventory.version", { version })}
            context={context}
          />
        </>
      )}
    </Card>
  );
}
