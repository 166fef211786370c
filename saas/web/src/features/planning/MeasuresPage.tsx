import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getDesk, getPlans, type PlanDesk } from "../../api/planning";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Macc } from "./Macc";
import { MarketForm } from "./MarketForm";
import { MeasureForm } from "./MeasureForm";
import { MeasureTable } from "./MeasureTable";
import { PlanActions, PlanState, usePlan } from "./PlanRuns";
import { Portfolio } from "./Portfolio";
import { PortfolioForm } from "./PortfolioForm";
import "../../styles/meters.css";
import "../../styles/planning.css";

/** What can be done about emissions, what it costs, and what is cheapest under limits. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page plan-page">
      <TopSlot>
        <h1>{t("planning.measures")}</h1>
      </TopSlot>
      {role === "enterprise" ? (
        <Empty
          title={t("app.forbidden")}
          hint={t("planning.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/live`}>
              {t("app.to_live")}
            </Link>
          }
        />
      ) : (
        <Measures canEdit={role === "operator"} />
      )}
    </div>
  );
}

function Measures({ canEdit }: { canEdit: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const desk = useQuery({ queryKey: ["planning", park.code], queryFn: () => getDesk(park.code) });
  if (desk.error) return <Problem error={desk.error} onRetry={() => void desk.refetch()} />;
  if (!desk.data) return <div className="card skeleton plan-skeleton" aria-busy="true" />;
  if (!desk.data.inputs.base)
    return (
      <Empty
        title={t("planning.no_base")}
        hint={t("planning.no_base_hint")}
        action={
          <Link className="button primary" to={`/p/${park.code}/pathways`}>
            {t("planning.to_base")}
          </Link>
        }
      />
    );
  return (
    <>
      <header className="page-head">
        <p className="page-sub">{t("planning.measures_lead")}</p>
      </header>
      <Desk desk={desk.data} canEdit={canEdit} format={format} />
    </>
  );
}

function Desk({ desk, canEdit, format }: { desk: PlanDesk; canEdit: boolean; format: Format }) {
  const { park } = usePark();
  const [parameters, setParameters] = useSearchParams();
  const [edited, setEdited] = useState<string | null>(null);
  const plans = useQuery({
    queryKey: ["plans", park.code, "portfolio"],
    queryFn: () => getPlans(park.code, { kind: "portfolio", limit: 1 }),
  });
  const asked = Number(parameters.get("plan")) || plans.data?.plans[0]?.id || null;
  const detail = usePlan(asked);
  const hasMeasures = Object.keys(desk.inputs.measures ?? {}).length > 0;
  return (
    <div className="stack">
      <MeasureTable desk={desk} canEdit={canEdit} format={format} onEdit={setEdited} />
      {edited !== null && (
        <MeasureForm key={edited} desk={desk} code={edited} format={format} onDone={() => setEdited(null)} />
      )}
      {hasMeasures && (
        <>
          {canEdit && <MarketForm desk={desk} />}
          <Macc desk={desk} format={format} />
          {canEdit && (
            <PortfolioForm
              desk={desk}
              format={format}
              onAsked={id => setParameters({ plan: String(id) }, { replace: true })}
            />
          )}
        </>
      )}
      {plans.error && <Problem error={plans.error} onRetry={() => void plans.refetch()} />}
      {detail.error && <Problem error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.data &&
        (detail.data.portfolio ? (
          <div className="stack" data-testid="portfolio-result">
            <Portfolio detail={detail.data} result={detail.data.portfolio} format={format} />
            <PlanActions detail={detail.data} scenarios={[]} />
          </div>
        ) : (
          <PlanState detail={detail.data} />
        ))}
    </div>
  );
}
