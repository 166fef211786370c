import { useQuery } from "@tanstack/react-query";
import { ProblemError } from "../../api/problem";
import { usePark } from "../../lib/park";

/** A computed point by its code; null where there is none. One that is not made yet is not asked for. */
export function useOne<Point>(
  kind: "virtual-points" | "conversions" | "record-points",
  code: string,
  isNew: boolean,
  get: (park: string, code: string) => Promise<Point>,
) {
  const { park } = usePark();
  return useQuery({
    queryKey: [kind, park.code, "one", code],
    queryFn: () => get(park.code, code).catch(noneIfMissing),
    enabled: !isNew,
  });
}

function noneIfMissing(error: unknown): null {
  if (error instanceof ProblemError && error.type === "not_found") return null;
  throw error;
}
