import { useQuery } from "@tanstack/react-query";
import { getNamed, type PointChoice } from "../api/meters";
import { usePark } from "./park";

/** The points of some codes by their codes: what a page names that knows codes alone. */
export function useNamed(codes: Iterable<string>): ReadonlyMap<string, PointChoice> {
  const { park } = usePark();
  const wanted = [...new Set(codes)].sort();
  const query = useQuery({
    queryKey: ["points", park.code, "named", wanted],
    queryFn: () => getNamed(park.code, wanted),
    enabled: wanted.length > 0,
    // One more code takes no name away.
    placeholderData: former => former,
  });
  return new Map(query.data?.map(point => [point.code, point]));
}
