import { useTranslation } from "react-i18next";
import type { Dimension, InventorySource, Ruleset } from "../../api/inventory";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useLabels } from "../../lib/labels";

const MG_PER_T = 1e9;

export interface Context {
  ruleset: Ruleset;
  sources: InventorySource[];
  owners: ReadonlyMap<string, Names>;
  format: Format;
}

/** Emissions [mg] in tonnes. */
export function tonnes(mg: number, format: Format): string {
  const size = Math.abs(mg / MG_PER_T);
  return format.number(mg / MG_PER_T, size >= 10_000 ? 0 : size >= 100 ? 1 : 3);
}

/** What a part of an inventory is called. */
export function usePartName({ ruleset, sources, owners, format }: Context) {
  const { t } = useTranslation();
  const label = useLabels();
  return (by: Dimension | undefined, key: string | undefined): string => {
    if (by === undefined || key === undefined)
      return t(by ? `inventory.${by as "transfers"}` : "inventory.total");
    const group = ruleset.groups.find(found => found.key === key);
    if (by === "group" && group) return format.name(group);
    if (by === "month") return format.calendarMonth(key.slice(0, 7));
    if (by === "gas") return gasText(key);
    const source = by === "source" && sources.find(found => found.source === key);
    if (source) return format.name(source);
    const owner = by === "enterprise" && owners.get(key);
    if (owner) return format.name(owner);
    return by === "scene" || by === "carrier" || by === "category" || by === "scope" ? label(by, key) : key;
  };
}
