import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { findPortfolio, type PlanDesk, type PlanPolicy } from "../../api/planning";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { nameOf } from "./words";

interface Props {
  desk: PlanDesk;
  format: Format;
  onAsked: (id: number) => void;
}

type Draft = Pick<PlanPolicy, "kind" | "start"> & { value: string; item: string };

const KINDS = ["emission_cap", "carbon_price", "peak", "capital_budget", "subsidy", "standard"] as const;
const MEASURE_KINDS = [
  "efficiency",
  "electrification",
  "pv",
  "storage",
  "green_power",
  "heat_recovery",
  "ccus",
] as const;
// How many of the platform's units one of the form's is: 10⁴ t, yuan/t, 10⁴ yuan, percent.
const FACTOR: Record<Draft["kind"], number> = {
  emission_cap: 10_000,
  carbon_price: 1,
  peak: 0,
  capital_budget: 10_000,
  subsidy: 0.01,
  standard: 0,
};

/** Limits and prices, and the cheapest measures under them. */
export function PortfolioForm({ desk, format, onAsked }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const scenarios = desk.inputs.scenarios ?? {};
  const measures = desk.inputs.measures ?? {};
  const [scenario, setScenario] = useState(Object.keys(scenarios)[0] ?? "");
  const [policies, setPolicies] = useState<Draft[]>([]);
  const start = (desk.inputs.base?.year ?? 2025) + 1;
  const asking = useMutation({
    mutationFn: () =>
      findPortfolio(park.code, {
        name: `${t("planning.portfolio")} · ${nameOf(scenarios, scenario, format)}`,
        scenario,
        start,
        end: 2060,
        measures: null,
        policies: policies.map(one => ({
          kind: one.kind,
          start: one.start,
          value: FACTOR[one.kind] * Number(one.value || 0),
          item: one.item,
        })),
        seconds: 60,
      }),
    onSuccess: async made => {
      onAsked(made.id);
      await client.invalidateQueries({ queryKey: ["plans", park.code] });
    },
  });
  const change = (i: number, part: Partial<Draft>) =>
    setPolicies(policies.map((one, k) => (k === i ? { ...one, ...part } : one)));
  return (
    <Card title={t("planning.portfolio")} summary={t("planning.portfolio_hint")}>
      <div className="plan-choices">
        <label>
          {t("planning.scenario")}{" "}
          <select value={scenario} onChange={event => setScenario(event.target.value)}>
            {Object.keys(scenarios).map(code => (
              <option key={code} value={code}>
                {nameOf(scenarios, code, format)}
              </option>
            ))}
          </select>
        </label>
        <select
          value=""
          aria-label={t("planning.add_policy")}
          data-testid="policy-add"
          onChange={event => {
            const kind = KINDS.find(one => one === event.target.value);
            const item =
              kind === "subsidy" ? "pv" : kind === "standard" ? (Object.keys(measures)[0] ?? "") : "";
            if (kind) setPolicies([...policies, { kind, start: 2030, value: "", item }]);
          }}
        >
          <option value="">{t("planning.add_policy")}</option>
          {KINDS.map(kind => (
            <option key={kind} value={kind}>
              {t(`planning.policy.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      <ul className="policies">
        {policies.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: policies have no name of their own
          <li key={i}>
            <strong>{t(`planning.policy.${one.kind}`)}</strong>
            {one.kind === "standard" && (
              <select
                aria-label={t("planning.measure")}
                value={one.item}
                onChange={event => change(i, { item: event.target.value })}
              >
                {Object.keys(measures).map(code => (
                  <option key={code} value={code}>
                    {nameOf(measures, code, format)}
                  </option>
                ))}
              </select>
            )}
            {one.kind === "subsidy" && (
              <select
                aria-label={t("planning.kind_of")}
                value={one.item}
                onChange={event => change(i, { item: event.target.value })}
              >
                {MEASURE_KINDS.map(kind => (
                  <option key={kind} value={kind}>
                    {t(`planning.kind.${kind}`)}
                  </option>
                ))}
              </select>
            )}
            {FACTOR[one.kind] > 0 && (
              <label>
                <span className="unit">{t(`planning.policy_unit.${one.kind}` as never) as string}</span>{" "}
                <input
                  inputMode="decimal"
                  value={one.value}
                  onChange={event => change(i, { value: event.target.value })}
                  data-testid={`policy-value-${i}`}
                />
              </label>
            )}
            <label>
              {t(one.kind === "peak" ? "planning.peak_by" : "planning.since")}{" "}
              <input
                type="number"
                min={2000}
                max={2100}
                value={one.start}
                onChange={event => change(i, { start: Number(event.target.value) })}
              />
            </label>
            <button
              type="button"
              className="quiet"
              aria-label={t("planning.remove_of", { name: t(`planning.policy.${one.kind}`) })}
              onClick={() => setPolicies(policies.filter((_, k) => k !== i))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {asking.error && <Problem error={asking.error} />}
      <p className="wizard-buttons">
        <button
          type="button"
          className="button primary"
          disabled={asking.isPending || scenario === ""}
          onClick={() => asking.mutate()}
          data-testid="portfolio-find"
        >
          {t("planning.find")}
        </button>
      </p>
    </Card>
  );
}
