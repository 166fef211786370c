import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { getHealth } from "../../api/calls";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { Balances } from "./Balances";
import { Contradictions } from "./Contradictions";
import { CoverageCard } from "./CoverageCard";
import { Findings } from "./Findings";
import { useFilters } from "./filters";
import { Gateways } from "./Gateways";
import { Head } from "./Head";
import { Points } from "./Points";
import "../../styles/meter-health.css";

export const REFRESH_MS = 20_000;

/** Which data can be trusted, and what to do about the rest. */
export function Component() {
  const { t } = useTranslation();
  const membership = usePark();
  const { park } = membership;
  const format = useFormat(park.timezone);
  const [filters, change] = useFilters();
  const query = useQuery({
    queryKey: ["health", park.code, "summary"],
    queryFn: () => getHealth(park.code),
    refetchInterval: REFRESH_MS,
  });
  const canAct = membership.role !== "verifier";
  const owners = useMemo(
    () => new Map(query.data?.enterprises.map(e => [e.enterprise, e]) ?? []),
    [query.data?.enterprises],
  );
  const shared = { park: park.code, format, filters, change, owners };
  return (
    <div className="page health">
      <TopSlot>
        <h1>{t("health.title")}</h1>
      </TopSlot>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton health-head-skeleton" />}
      {query.data && <Head health={query.data} park={park.code} format={format} change={change} />}
      <Findings {...shared} health={query.data} canAct={canAct} />
      <CoverageCard {...shared} />
      <div className="health-pair">
        <Balances {...shared} />
        {query.data ? <Points {...shared} health={query.data} /> : <div className="card" />}
      </div>
      <div className="health-pair health-pair-wide">
        <Contradictions {...shared} canAct={canAct} />
        {query.data && <Gateways gateways={query.data.gateways} format={format} />}
      </div>
    </div>
  );
}
