import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getEnterprises } from "../../api/enterprises";
import { getInventory, getRulesets, type Question } from "../../api/inventory";
import { TopSlot } from "../../app/slot";
import type { Handle } from "../../lib/first";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { BridgeCard } from "./BridgeCard";
import { InventoryView } from "./InventoryView";
import { Kept } from "./Kept";
import { Pickers, type Shared } from "./Pickers";
import { questionOf, useView, viewOf } from "./question";
import "../../styles/live.css";
import "../../styles/explain.css";
import "../../styles/computed.css";
import "../../styles/meter-health.css";
import "../../styles/factors.css";
import "../../styles/inventory.css";

const rulesetsQuery = (park: string) =>
  queryOptions({ queryKey: ["rulesets"], queryFn: () => getRulesets(park) });
const ownersQuery = (park: string) =>
  queryOptions({ queryKey: ["enterprises", park], queryFn: () => getEnterprises(park) });
const inventoryQuery = (park: string, question: Question) =>
  queryOptions({
    queryKey: ["inventory", park, question],
    queryFn: () => getInventory(park, question),
  });

export const handle: Handle = {
  askFirst: (client, { park, enterprise }, search) => {
    const view = viewOf(park, enterprise?.code, search);
    return Promise.all([
      client.prefetchQuery(rulesetsQuery(park.code)),
      client.prefetchQuery(ownersQuery(park.code)),
      view.tab === "now" && client.prefetchQuery(inventoryQuery(park.code, questionOf(view))),
    ]);
  },
};

/** What the park or an enterprise emitted in a year or a month, by a ruleset; and the inventories that are kept. */
export function Component() {
  const { t } = useTranslation();
  const { park, enterprise: own } = usePark();
  const format = useFormat(park.timezone);
  const view = useView(park, own?.code);
  const rulesets = useQuery(rulesetsQuery(park.code));
  const owned = useQuery(ownersQuery(park.code));
  const owners = new Map(owned.data?.enterprises.map(item => [item.code, item]) ?? []);
  const shared = { view, owners, format, rulesets: rulesets.data ?? [] };
  return (
    <div className="page inventory">
      <TopSlot>
        <h1>{t("inventory.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <Segmented
          label={t("inventory.view")}
          value={view.tab}
          options={[
            { value: "now", label: t("inventory.now") },
            { value: "kept", label: t("inventory.kept") },
          ]}
          onChange={tab => view.set({ tab: tab === "now" ? null : tab, item: null, new: null })}
        />
        {view.tab === "now" && <Pickers {...shared} isBasisShown />}
      </header>
      {rulesets.error && <Problem error={rulesets.error} onRetry={() => void rulesets.refetch()} />}
      {view.tab === "now" ? <Now {...shared} /> : <Kept {...shared} />}
    </div>
  );
}

function Now({ view, owners, format }: Shared) {
  const { t } = useTranslation();
  const { park } = usePark();
  const question = questionOf(view);
  const { data, error, refetch, dataUpdatedAt } = useQuery(inventoryQuery(park.code, question));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div aria-busy="true" role="status" aria-label={t("app.loading")}>
        <div className="kpis skeleton" />
        <div className="card skeleton inventory-skeleton" />
      </div>
    );
  const totals = data.totals.find(found => found.basis === view.basis) ?? data.totals[0];
  if (!totals || data.sources.length === 0)
    return <Empty title={t("inventory.no_sources")} hint={t("inventory.no_sources_hint")} />;
  const context = { ruleset: data.ruleset, sources: data.sources, owners, format };
  return (
    <InventoryView
      context={context}
      totals={totals}
      all={data.totals}
      lacks={data.findings}
      view={view}
      asked={{ question }}
      computed={dataUpdatedAt}
      isPark={data.enterprise === null}
    >
      <BridgeCard question={question} basis={totals.basis} context={context} />
    </InventoryView>
  );
}
