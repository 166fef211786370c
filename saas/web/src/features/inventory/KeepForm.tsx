import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getKept, keepInventory } from "../../api/inventory";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Pickers, type Shared } from "./Pickers";
import { questionOf, successor } from "./question";

/** Have the worker compute an inventory that is kept; of what there is already it becomes a new version. */
export function KeepForm(shared: Shared) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const { view } = shared;
  // All of them: the version before may be on any page of the list.
  const kept = useQuery({ queryKey: ["inventories", park.code, "all"], queryFn: () => getKept(park.code) });
  const { before, counted } = successor(kept.data?.inventories ?? [], view);
  const ruleset = shared.rulesets.find(found => found.code === view.ruleset);
  const making = useMutation({
    mutationFn: () =>
      keepInventory(park.code, {
        ...questionOf(counted),
        ...(before && { approach: counted.approach, replaces: before.id }),
      }),
    onSuccess: async made => {
      await client.invalidateQueries({ queryKey: ["inventories", park.code] });
      view.set({ new: null, item: String(made.id) });
    },
  });
  return (
    <Card title={t("inventory.begin")} summary={t("inventory.begin_hint")}>
      <Pickers {...shared} view={counted} isBasisShown={false} />
      {before && (
        <p className="note">
          {t("inventory.replaces", { version: before.version + 1 })}{" "}
          {ruleset?.gases === null && t("inventory.counted", { version: before.version, gwp: before.gwp })}{" "}
          {before.approach !== null &&
            t("inventory.consolidated", {
              version: before.version,
              approach: t(`inventory.approach_${before.approach as "equity_share"}`),
            })}
        </p>
      )}
      {kept.error && <Problem error={kept.error} onRetry={() => void kept.refetch()} />}
      {making.error && <Problem error={making.error} />}
      <p className="inventory-actions">
        <button
          type="button"
          className="button primary"
          disabled={making.isPending || !kept.data}
          onClick={() => making.mutate()}
          data-testid="inventory-keep"
        >
          {t("inventory.keep")}
        </button>
        <button type="button" className="button" onClick={() => view.set({ new: null })}>
          {t("locks.cancel")}
        </button>
      </p>
    </Card>
  );
}
