import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { type BudgetKind, getBudgets } from "../../api/budgets";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { yearIn } from "../../lib/year";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { BudgetForm } from "./BudgetForm";
import { Burndown } from "./Burndown";
import { Overview } from "./Overview";
import { PlanForm } from "./PlanForm";
import { WhatIfForm } from "./WhatIfForm";
import "../../styles/live.css";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/planning.css";
import "../../styles/national.css";
import "../../styles/budgets.css";
import "../../styles/benchmark.css";

const KINDS: BudgetKind[] = ["carbon", "energy", "electricity"];
const FORMS = ["plan", "whatif"] as const;
type Form = (typeof FORMS)[number] | "set";
// Findings are looked at rule by rule.
const FINDINGS = [
  { status: "exceeded", rule: "budget_exceeded", text: "budgets.to_findings_exceeded" },
  { status: "at_risk", rule: "budget_at_risk", text: "budgets.to_findings_risk" },
] as const;
const YEARS_BACK = 2;
const YEARS_AHEAD = 4;

/** What the park and its enterprises may emit and use in a year, and where the year will end. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const [params, setParams] = useSearchParams();
  const [form, setForm] = useState<Form | null>(FORMS.find(one => one === params.get("form")) ?? null);
  const latest = yearIn(park.timezone);
  const asked = Number(params.get("year"));
  const year = asked >= 2000 && asked <= 2100 ? asked : latest;
  const kind = KINDS.find(one => one === params.get("kind")) ?? "carbon";
  const own = enterprise?.code ?? null;
  const owner = own ?? params.get("of");
  const found = useQuery({
    queryKey: ["budgets", park.code, year],
    queryFn: () => getBudgets(park.code, year),
  });
  const set = (changed: Record<string, string | null>) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(changed))
          value === null ? next.delete(name) : next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const canSet = role !== "verifier";
  const lines = found.data?.lines ?? [];
  const years = new Set([...(found.data?.years ?? []), year]);
  for (let one = latest - YEARS_BACK; one <= latest + YEARS_AHEAD; one++) years.add(one);
  const worries = lines.filter(line => line.status === "at_risk" || line.status === "exceeded");
  return (
    <div className="page budgets-page">
      <TopSlot>
        <h1>{t("budgets.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t(own ? "budgets.lead_own" : "budgets.lead")}</p>
        <div className="zero-pick">
          <label>
            {t("budgets.year")}{" "}
            <select
              value={year}
              onChange={event => set({ year: event.target.value })}
              data-testid="budget-year"
            >
              {[...years]
                .sort((a, b) => b - a)
                .map(one => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
            </select>
          </label>
          {canSet && (
            <button
              type="button"
              className="button primary"
              aria-expanded={form === "set"}
              onClick={() => setForm(form === "set" ? null : "set")}
              data-testid="budget-set"
            >
              {t("budgets.set")}
            </button>
          )}
          {role === "operator" && (
            <button
              type="button"
              className="button"
              aria-expanded={form === "plan"}
              onClick={() => setForm(form === "plan" ? null : "plan")}
              data-testid="budget-plan"
            >
              {t("budgets.from_plan")}
            </button>
          )}
          {own === null && (
            <button
              type="button"
              className="button"
              aria-expanded={form === "whatif"}
              onClick={() => setForm(form === "whatif" ? null : "whatif")}
              data-testid="budget-whatif"
            >
              {t("whatif.open")}
            </button>
          )}
        </div>
      </header>
      <div role="status">
        {worries.length > 0 && (
          <p className="zero-banner" data-testid="budget-worries">
            {t("budgets.worries", { number: worries.length, year })}{" "}
            {year === latest &&
              FINDINGS.filter(one => worries.some(line => line.status === one.status)).map(one => (
                <span key={one.rule}>
                  <Link to={`/p/${park.code}/health?state=open&rule=${one.rule}`} data-testid={one.rule}>
                    {t(one.text)}
                  </Link>{" "}
                </span>
              ))}
          </p>
        )}
      </div>
      {form === "set" && (
        <BudgetForm
          key={`${kind} ${owner} ${year}`}
          kind={kind}
          year={year}
          owner={owner}
          lines={lines}
          isOwn={own !== null}
          format={format}
          onDone={() => setForm(null)}
        />
      )}
      {form === "plan" && (
        <PlanForm
          first={Number(params.get("plan")) || null}
          onDone={() => setForm(null)}
          onYear={one => set({ year: String(one) })}
        />
      )}
      {form === "whatif" && own === null && (
        <WhatIfForm lines={lines} year={latest} format={format} onDone={() => setForm(null)} />
      )}
      <Segmented
        label={t("budgets.kinds")}
        value={kind}
        options={KINDS.map(value => ({ value, label: t(`budgets.kind.${value}`) }))}
        onChange={value => set({ kind: value })}
      />
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <div className="card skeleton plan-skeleton" aria-busy="true" />}
      {found.data && (
        <div className="budgets-grid">
          <Overview
            lines={lines.filter(line => line.kind === kind)}
            owner={owner}
            computed={found.dataUpdatedAt}
            format={format}
            onPick={code => set({ of: code })}
            isOwn={own !== null}
          />
          <Burndown
            key={`${kind} ${owner} ${year}`}
            which={{ kind, year, enterprise: owner }}
            format={format}
            onSet={canSet ? () => setForm("set") : undefined}
          />
        </div>
      )}
    </div>
  );
}
