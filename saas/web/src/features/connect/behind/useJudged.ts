import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { judge, type Plausible, type SourceValue, type Tried } from "../../../api/sources";

/** A row of a trial and the point that it shall become; `isScaled`: its unit is the point's already. */
export interface Wanted {
  point: string;
  tried: Tried;
  isScaled: boolean;
}

/** The judgement of each point, while what the source says changes. */
export function useJudged(park: string, wanted: Wanted[]): ReadonlyMap<string, Plausible> {
  const values = wanted.filter(one => one.tried.ok).map(toJudge);
  const query = useQuery({
    queryKey: ["plausible", park, values],
    queryFn: () => judge(park, values),
    enabled: values.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  const found = query.data ?? [];
  return new Map(
    values.flatMap((value, index) => (found[index] ? [[value.point, found[index]] as const] : [])),
  );
}

function toJudge({ point, tried, isScaled }: Wanted): SourceValue {
  return {
    point,
    value: tried.value,
    time: tried.source_ms,
    unit: isScaled ? null : (tried.unit?.symbol ?? null),
    quality: tried.quality ?? 0,
  };
}
