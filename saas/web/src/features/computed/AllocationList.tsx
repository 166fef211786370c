import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Allocation, getAllocations } from "../../api/metering";
import { useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { useEnterprises } from "../../lib/useEnterprises";
import { useNamed } from "../../lib/useNamed";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { AllocationCard } from "./AllocationCard";

/** Shared meters, each with how it is divided now and how it was. */
export function AllocationList({ action }: { action: ReactNode }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["allocations", park.code, "list", pages.cursor],
    queryFn: () => getAllocations(park.code, queryBehind(pages)),
    placeholderData: former => former,
  });
  const owned = useEnterprises();
  const known = useNamed(query.data?.allocations.map(item => item.point) ?? []);
  const error = query.error ?? owned.error;
  if (error) return <Problem error={error} onRetry={() => void query.refetch()} />;
  if (!query.data || !owned.data) return <div className="card skeleton meters-skeleton" />;
  const found = byMeter(query.data.allocations);
  if (found.size === 0 && pages.before === 0)
    return (
      <Empty
        title={t("computed.no_shared")}
        hint={t("computed.no_shared_hint")}
        action={
          action || (
            <Link className="button" to={`/p/${park.code}/meters`}>
              {t("computed.to_meters")}
            </Link>
          )
        }
      />
    );
  return (
    <div className="stack">
      {[...found].map(([code, allocations]) => (
        <AllocationCard
          key={code}
          code={code}
          allocations={allocations}
          point={known.get(code)}
          owners={new Map(owned.data.enterprises.map(item => [item.code, item]))}
          format={format}
        />
      ))}
      <Pager pages={pages} next={query.data.cursor} rows={found.size} isOld={query.isPlaceholderData} />
    </div>
  );
}

function byMeter(allocations: Allocation[]): Map<string, Allocation[]> {
  const found = new Map<string, Allocation[]>();
  for (const item of allocations) found.set(item.point, [...(found.get(item.point) ?? []), item]);
  return found;
}
