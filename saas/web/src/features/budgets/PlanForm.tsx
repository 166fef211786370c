import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { budgetsOfPlan } from "../../api/budgets";
import { getPlan, getPlans } from "../../api/planning";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";

/** A plan's years as budgets of the park, and of its enterprises by what these used lately. */
export function PlanForm({
  first,
  onDone,
  onYear,
}: {
  first: number | null;
  onDone: () => void;
  onYear: (year: number) => void;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [plan, setPlan] = useState<number | null>(first);
  const [scenario, setScenario] = useState("");
  const [divide, setDivide] = useState(true);
  const plans = useQuery({ queryKey: ["plans", park.code], queryFn: () => getPlans(park.code) });
  const done = (plans.data?.plans ?? []).filter(one => one.state === "done");
  const chosen = plan ?? done[0]?.id ?? null;
  const detail = useQuery({
    queryKey: ["plan", park.code, chosen],
    queryFn: () => getPlan(park.code, chosen ?? 0),
    enabled: chosen !== null,
  });
  const scenarios = detail.data?.pathway?.paths.map(path => path.scenario) ?? [];
  const pushing = useMutation({
    mutationFn: () =>
      budgetsOfPlan(park.code, { plan: chosen ?? 0, scenario: scenario || null, divide, note: "" }),
    onSuccess: async pushed => {
      await client.invalidateQueries({ queryKey: ["budgets", park.code] });
      if (pushed.years[0] !== undefined) onYear(pushed.years[0]);
    },
  });
  return (
    <Card title={t("budgets.plan_title")} summary={t("budgets.plan_sub")}>
      {plans.error && <Problem error={plans.error} onRetry={() => void plans.refetch()} />}
      {plans.data && done.length === 0 && (
        <Empty
          title={t("budgets.no_plan")}
          hint={t("budgets.no_plan_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/pathways`}>
              {t("app.pathways")}
            </Link>
          }
        />
      )}
      {done.length > 0 && (
        <form
          className="zero-form"
          onSubmit={event => {
            event.preventDefault();
            pushing.mutate();
          }}
        >
          <div className="zero-fields">
            <div className="field">
              <label htmlFor={`${id}-plan`}>{t("budgets.plan")}</label>
              <select
                id={`${id}-plan`}
                value={chosen ?? ""}
                onChange={event => {
                  setPlan(Number(event.target.value));
                  setScenario("");
                }}
              >
                {done.map(one => (
                  <option key={one.id} value={one.id}>
                    {one.name} ({t(`budgets.plan_kind.${one.kind}`)}, {one.id})
                  </option>
                ))}
              </select>
            </div>
            {scenarios.length > 1 && (
              <div className="field">
                <label htmlFor={`${id}-scenario`}>{t("budgets.scenario")}</label>
                <select
                  id={`${id}-scenario`}
                  value={scenario || scenarios[0]}
                  onChange={event => setScenario(event.target.value)}
                >
                  {scenarios.map(code => (
                    <option key={code} value={code}>
                      {code}
                    </option>
                  ))}
                </select>
              </div>
            )}
            <label className="budget-check">
              <input type="checkbox" checked={divide} onChange={event => setDivide(event.target.checked)} />{" "}
              {t("budgets.divide")}
            </label>
          </div>
          {pushing.error && <Problem error={pushing.error} />}
          <p className="row-actions">
            <button
              type="submit"
              className="button primary"
              disabled={pushing.isPending || chosen === null}
              data-testid="plan-to-budgets"
            >
              {t("budgets.push")}
            </button>{" "}
            <button type="button" className="button" onClick={onDone}>
              {t("app.close")}
            </button>{" "}
            <span role="status" className="note">
              {pushing.data &&
                t("budgets.pushed", {
                  number: pushing.data.budgets,
                  first: pushing.data.years[0],
                  last: pushing.data.years.at(-1),
                })}
            </span>
          </p>
        </form>
      )}
    </Card>
  );
}
