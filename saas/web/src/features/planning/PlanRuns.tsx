import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { cancelPlan, getPlan, type PlanDetail, pushTargets, reportUrl } from "../../api/planning";
import { useLanguage } from "../../app/preferences";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { isOpen } from "./words";

const POLL_MS = 1500;

/** A plan by its number, asked again while it is being worked out. */
export function usePlan(id: number | null) {
  const { park } = usePark();
  return useQuery({
    queryKey: ["plan", park.code, id],
    queryFn: () => getPlan(park.code, id ?? 0),
    enabled: id !== null,
    refetchInterval: query => (isOpen(query.state.data?.plan) ? POLL_MS : false),
  });
}

/** How far a plan has come, and a way to stop it. */
export function PlanState({ detail }: { detail: PlanDetail }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const client = useQueryClient();
  const { plan } = detail;
  const stopping = useMutation({
    mutationFn: () => cancelPlan(park.code, plan.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ["plan", park.code, plan.id] }),
  });
  if (plan.state === "done") return null;
  return (
    <div className="card plan-state" role="status" data-testid="plan-state" data-state={plan.state}>
      <p>
        <strong>{plan.name}</strong> · {t(`planning.state.${plan.state}`)}
      </p>
      {isOpen(plan) && (
        <progress max={1} value={plan.progress} aria-label={t("planning.progress")}>
          {Math.round(plan.progress * 100)} %
        </progress>
      )}
      {plan.error && <p className="note">{plan.error}</p>}
      {isOpen(plan) && role === "operator" && (
        <button
          type="button"
          className="button"
          disabled={stopping.isPending}
          onClick={() => stopping.mutate()}
        >
          {t("planning.cancel_run")}
        </button>
      )}
      {stopping.error && <Problem error={stopping.error} />}
    </div>
  );
}

/** What can be done with a finished plan: its report, and its years as targets. */
export function PlanActions({
  detail,
  scenarios,
}: {
  detail: PlanDetail;
  scenarios: readonly { code: string; name: string }[];
}) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const language = useLanguage();
  const client = useQueryClient();
  const pushing = useMutation({
    mutationFn: (scenario: string | null) => pushTargets(park.code, detail.plan.id, scenario),
    onSuccess: () => client.invalidateQueries({ queryKey: ["targets", park.code] }),
  });
  const canPush = role === "operator" && detail.portfolio?.status !== "infeasible";
  return (
    <div className="plan-actions">
      {(["pdf", "xlsx"] as const).map(form => (
        <a
          key={form}
          className="button"
          href={reportUrl(park.code, detail.plan.id, language, form)}
          download
          data-testid={form === "pdf" ? "plan-pdf" : "plan-report"}
        >
          {t(form === "pdf" ? "planning.report_pdf" : "planning.report")}
        </a>
      ))}
      {canPush &&
        (scenarios.length > 0 ? scenarios : [{ code: "", name: "" }]).map(one => (
          <button
            key={one.code}
            type="button"
            className="button"
            disabled={pushing.isPending}
            onClick={() => pushing.mutate(one.code || null)}
            data-testid={`push-${one.code || "plan"}`}
          >
            {one.code ? t("planning.push_of", { name: one.name }) : t("planning.push")}
          </button>
        ))}
      {canPush && (
        <Link className="button" to={`/p/${park.code}/budgets?form=plan&plan=${detail.plan.id}`}>
          {t("planning.push_budgets")}
        </Link>
      )}
      <span role="status" className="note" data-testid="pushed">
        {pushing.data &&
          t("planning.pushed", {
            number: pushing.data.targets.filter(one => one.plan === detail.plan.id).length,
          })}
      </span>
      <span className="note" title={detail.plan.fingerprint}>
        {t("planning.fingerprint", { hash: detail.plan.fingerprint.slice(0, 12) })}
      </span>
      {pushing.error && <Problem error={pushing.error} />}
    </div>
  );
}
