import { useQuery } from "@tanstack/react-query";
import { type EdgeConfig, getConfig, getEdge } from "../../../api/edges";
import { look } from "../../../api/sources";
import { connectorsOf, stateOf } from "../../edges/state";

/** The configuration of an edge; where the platform has none, what the edge has in its own file is asked for. */
export function useEdgeConfig(park: string, edge: string | null) {
  return useQuery({
    queryKey: ["source-config", park, edge],
    queryFn: () => wholeConfig(park, edge ?? ""),
    enabled: edge !== null,
    retry: false,
  });
}

/** Saving without knowing what the edge collects already would end it. */
export async function wholeConfig(park: string, edge: string): Promise<EdgeConfig> {
  const [config, found] = await Promise.all([getConfig(park, edge), getEdge(park, edge)]);
  const runs = connectorsOf(stateOf(found)).some(([name]) => name !== "spool");
  if (config.version > 0 || config.connector.length > 0 || !runs) return config;
  await look(park, edge, "configuration", {});
  return getConfig(park, edge);
}
