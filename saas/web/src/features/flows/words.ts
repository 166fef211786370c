import { useTranslation } from "react-i18next";
import type { FlowNode } from "../../api/flows";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";

const BY_CARRIER = new Set(["bought", "inside", "recovered", "process", "network", "delivered", "left"]);
const BY_NAME = new Set(["enterprise", "meter", "conversion"]);

/** What a node is called, and what it is. */
export function useNodeWords(format: Format): (node: FlowNode) => { name: string; sort: string } {
  const { t } = useTranslation();
  const label = useLabels();
  return node => {
    const sort = t(`flows.sort.${node.sort}`);
    if (BY_NAME.has(node.sort)) return { name: format.name(node), sort };
    if (!node.subject) return { name: sort, sort };
    const of = BY_CARRIER.has(node.sort) ? label("carrier", node.subject) : null;
    if (node.sort === "generated") return { name: t("flows.named.generated"), sort };
    if (node.sort === "bought" || node.sort === "process" || node.sort === "network")
      return { name: of ?? sort, sort };
    if (of !== null) return { name: t(`flows.named.${node.sort as "inside"}`, { carrier: of }), sort };
    if (node.sort === "conversion_loss" || node.sort === "conversion_gain")
      return { name: sort, sort: `${sort} \u00b7 ${format.name(node)}` };
    return { name: `${sort} \u00b7 ${label("carrier", node.subject)}`, sort };
  };
}
