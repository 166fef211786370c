import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PointSection } from "../../../api/edges";
import { look, type Tried } from "../../../api/sources";
import type { Connection } from "./config";

const EVERY_MS = 3_000;
/** As many as one look reads, whatever is in sight. */
const MOST = 60;

/** What points of a source say now, by key, again and again while somebody looks. */
export function usePreview(
  park: string,
  edge: string,
  connection: Connection,
  points: PointSection[],
): { rows: ReadonlyMap<string, Tried>; error: unknown; isReading: boolean } {
  const wanted = points.slice(0, MOST);
  const query = useQuery({
    queryKey: ["preview", park, edge, connection.section, wanted],
    queryFn: ({ signal }) =>
      look<{ points: Tried[] }>(
        park,
        edge,
        "read",
        {
          connection: {
            ...connection.section,
            type: connection.type,
            name: connection.name ?? "preview",
            point: wanted,
          },
          secrets: connection.secrets,
        },
        signal,
      ),
    enabled: wanted.length > 0,
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  return {
    rows: new Map(query.data?.points.map(row => [row.key, row])),
    error: query.error,
    isReading: query.isFetching,
  };
}
