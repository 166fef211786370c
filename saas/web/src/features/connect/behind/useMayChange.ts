import type { Edge } from "../../../api/edges";
import { usePark } from "../../../lib/park";

/** Whether one may configure an edge: operators any, an enterprise its own. */
export function useMayChange(): (edge: Edge) => boolean {
  const { role, enterprise } = usePark();
  return edge => role === "operator" || (role === "enterprise" && edge.enterprise === enterprise?.code);
}
