import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getEnterprises } from "../../api/enterprises";
import { getPlan, type Plan, planFile } from "../../api/plan";
import { useLanguage } from "../../app/preferences";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { NoteForm } from "./NoteForm";
import { PlanTable } from "./PlanTable";
import "../../styles/live.css";
import "../../styles/plan.css";

const GENERAL = [
  "boundary",
  "responsible",
  "approved_by",
  "equivalent_kgce_per_kwh",
  "equity_percent",
  "operational_control",
  "financial_control",
  "note",
] as const;

/** How each figure of a park or an enterprise comes about, and what is missing in it. */
export function Component() {
  const { t } = useTranslation();
  const { park, enterprise: own } = usePark();
  const format = useFormat(park.timezone);
  const language = useLanguage();
  const [params, setParams] = useSearchParams();
  const enterprise = own?.code ?? params.get("enterprise") ?? undefined;
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  const { data, error, refetch } = useQuery({
    queryKey: ["quality-plan", park.code, enterprise],
    queryFn: () => getPlan(park.code, enterprise),
  });
  return (
    <div className="page plan">
      <TopSlot>
        <h1>{t("plan.title")}</h1>
      </TopSlot>
      <header className="page-head">
        {!own && (
          <label className="plan-boundary">
            {t("plan.boundary_of")}{" "}
            <select
              value={enterprise ?? ""}
              onChange={event => setParams(event.target.value ? { enterprise: event.target.value } : {})}
            >
              <option value="">{format.name(park)}</option>
              {owned.data?.enterprises.map(found => (
                <option key={found.code} value={found.code}>
                  {format.name(found)}
                </option>
              ))}
            </select>
          </label>
        )}
        <a
          className="button"
          href={planFile(park.code, enterprise, language)}
          download
          data-testid="plan-file"
        >
          {t("plan.download")}
        </a>
      </header>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!error && !data && (
        <div
          className="card skeleton figures-skeleton"
          aria-busy="true"
          role="status"
          aria-label={t("app.loading")}
        />
      )}
      {data && <Whole plan={data} enterprise={enterprise} format={format} />}
    </div>
  );
}

function Whole({ plan, enterprise, format }: { plan: Plan; enterprise: string | undefined; format: Format }) {
  const { t } = useTranslation();
  const { role } = usePark();
  const mayEdit = role !== "verifier";
  return (
    <div className="stack" data-testid="plan">
      <Card title={t("plan.general")} summary={t("plan.general_hint")}>
        <dl className="plan-fields">
          {GENERAL.map(field => (
            <div key={field}>
              <dt>{t(`plan.field_${field}`)}</dt>
              <dd>{plan.said[field] ?? <span className="note">{t("plan.not_said")}</span>}</dd>
            </div>
          ))}
        </dl>
        <NoteForm
          subject="plan"
          fields={GENERAL}
          said={plan.said}
          enterprise={enterprise}
          mayEdit={mayEdit}
          format={format}
        />
      </Card>
      <Findings plan={plan} />
      {plan.sources.length === 0 ? (
        <Empty title={t("plan.no_sources")} hint={t("plan.no_sources_hint")} />
      ) : (
        <PlanTable plan={plan} mayEdit={mayEdit} format={format} />
      )}
    </div>
  );
}

function Findings({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const rules = [...new Set(plan.findings.map(found => found.rule))];
  return (
    <Card
      title={t("plan.findings")}
      summary={
        rules.length ? t("plan.findings_count", { count: plan.findings.length }) : t("plan.findings_none")
      }
    >
      <ul className="plan-findings" data-testid="plan-findings">
        {rules.map(rule => {
          const subjects = plan.findings.filter(found => found.rule === rule).map(found => found.subject);
          return (
            <li key={rule} data-rule={rule} data-count={subjects.length}>
              <details>
                <summary>
                  {t(`plan.rule_${rule as "no_points"}`)} <span className="note">({subjects.length})</span>
                </summary>
                <p className="note">{t(`plan.remedy_${rule as "no_points"}`)}</p>
                <p>
                  <code>{subjects.map(subject => subject.replace(/^\w+:/, "")).join(" ")}</code>
                </p>
              </details>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
