import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getBenchmark, type NormTold } from "../../api/benchmark";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { yearIn, yearsBack } from "../../lib/year";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { NormCard } from "./NormCard";
import { NormForm } from "./NormForm";
import "../../styles/live.css";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/planning.css";
import "../../styles/national.css";
import "../../styles/budgets.css";
import "../../styles/benchmark.css";

const YEARS_BACK = 4;

/** Enterprises held against norms by product or area, and against their own past. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const [params, setParams] = useSearchParams();
  const [edited, setEdited] = useState<NormTold | "new" | null>(null);
  const latest = yearIn(park.timezone);
  const asked = Number(params.get("year"));
  const year = asked >= 2000 && asked <= 2100 ? asked : latest;
  const found = useQuery({
    queryKey: ["benchmark", park.code, year],
    queryFn: () => getBenchmark(park.code, year),
  });
  const isOwn = enterprise !== null;
  const canEdit = role === "operator";
  const norms = found.data?.norms ?? [];
  return (
    <div className="page budgets-page benchmark-page">
      <TopSlot>
        <h1>{t("benchmark.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t(isOwn ? "benchmark.lead_own" : "benchmark.lead")}</p>
        <div className="zero-pick">
          <label>
            {t("budgets.year")}{" "}
            <select
              value={year}
              onChange={event => {
                const { value } = event.target;
                setParams(
                  old => {
                    const next = new URLSearchParams(old);
                    next.set("year", value);
                    return next;
                  },
                  { replace: true },
                );
              }}
              data-testid="benchmark-year"
            >
              {yearsBack(latest, YEARS_BACK + 1, year).map(one => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
          {canEdit && (
            <button
              type="button"
              className="button primary"
              aria-expanded={edited === "new"}
              onClick={() => setEdited(edited === "new" ? null : "new")}
              data-testid="norm-new"
            >
              {t("benchmark.add")}
            </button>
          )}
        </div>
      </header>
      {edited !== null && (
        <NormForm
          key={edited === "new" ? "" : edited.code}
          norm={edited === "new" ? null : edited}
          taken={norms.map(one => one.norm.code)}
          products={found.data?.products ?? []}
          onDone={() => setEdited(null)}
        />
      )}
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <div className="card skeleton plan-skeleton" aria-busy="true" />}
      {found.data && norms.length === 0 && (
        <div className="card">
          <Empty
            title={t(isOwn ? "benchmark.none_own" : "benchmark.none", { year })}
            hint={t(isOwn ? "benchmark.none_own_hint" : "benchmark.none_hint")}
          />
        </div>
      )}
      <div className="stack benchmark-norms">
        {norms.map(one => (
          <NormCard
            key={one.norm.code}
            found={one}
            year={year}
            format={format}
            isOwn={isOwn}
            computed={found.dataUpdatedAt}
            onEdit={canEdit ? () => setEdited(one.norm) : undefined}
          />
        ))}
      </div>
      {found.data && found.data.withheld.length > 0 && (
        <p className="note" data-testid="benchmark-withheld">
          {t("benchmark.withheld", {
            names: found.data.withheld.map(format.name).join(t("benchmark.comma")),
          })}
        </p>
      )}
      {found.data && (
        <details className="budget-how">
          <summary>{t("benchmark.how")}</summary>
          <ul className="benchmark-how">
            {(["numerators", "months", "area", "product", "past", "place"] as const).map(part => (
              <li key={part}>{t(`benchmark.how_${part}`)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
