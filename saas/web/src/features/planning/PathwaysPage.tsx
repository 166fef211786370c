import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getAnalyses } from "../../api/analyses";
import { comparePaths, getDesk, getPlans, type PlanDesk, type PlanDetail } from "../../api/planning";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { BaseForm } from "./BaseForm";
import { Beside } from "./Beside";
import { Fan } from "./Fan";
import { Outcomes } from "./Outcomes";
import { Peaks } from "./Peaks";
import { PlanActions, PlanState, usePlan } from "./PlanRuns";
import { ScenarioEditor } from "./ScenarioEditor";
import { Wedges } from "./Wedges";
import { nameOf } from "./words";
import "../../styles/meters.css";
import "../../styles/planning.css";

const MOST = 4;

/** When the park peaks, and which way: scenarios, their levers, and what they come to. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page plan-page">
      <TopSlot>
        <h1>{t("planning.title")}</h1>
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
        <Pathways canEdit={role === "operator"} />
      )}
    </div>
  );
}

function Pathways({ canEdit }: { canEdit: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [isBase, setBase] = useState(false);
  const desk = useQuery({ queryKey: ["planning", park.code], queryFn: () => getDesk(park.code) });
  if (desk.error) return <Problem error={desk.error} onRetry={() => void desk.refetch()} />;
  if (!desk.data) return <div className="card skeleton plan-skeleton" aria-busy="true" />;
  const base = desk.data.inputs.base ?? null;
  if (!base && !canEdit) return <Empty title={t("planning.no_base")} hint={t("planning.no_base_hint")} />;
  if (!base || isBase)
    return (
      <div className="stack">
        {!base && <p className="page-sub">{t("planning.lead")}</p>}
        <BaseForm base={base} onDone={() => setBase(false)} />
      </div>
    );
  return (
    <>
      <header className="page-head">
        <p className="page-sub">
          {t("planning.lead")}{" "}
          {t("planning.base_is", { year: base.year, output: format.number(base.output) })}
        </p>
        {canEdit && (
          <button type="button" className="button" onClick={() => setBase(true)} data-testid="base-edit">
            {t("planning.edit_base")}
          </button>
        )}
      </header>
      <Desk desk={desk.data} canEdit={canEdit} format={format} />
    </>
  );
}

function Desk({ desk, canEdit, format }: { desk: PlanDesk; canEdit: boolean; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [parameters, setParameters] = useSearchParams();
  const scenarios = desk.inputs.scenarios ?? {};
  const codes = Object.keys(scenarios);
  const wanted = parameters.get("scenario") ?? "";
  const code = codes.includes(wanted) ? wanted : (codes[0] ?? "");
  const pages = usePages();
  const plans = useQuery({
    queryKey: ["plans", park.code, "pathway", pages.cursor],
    queryFn: () => getPlans(park.code, { kind: "pathway", ...queryOf(pages) }),
    placeholderData: keepPreviousData,
  });
  const paths = plans.data?.plans ?? [];
  const asked = Number(parameters.get("plan")) || paths[0]?.id || null;
  const detail = usePlan(asked);
  const set = (name: string, value: string, without = "") =>
    setParameters(
      old => {
        const next = new URLSearchParams(old);
        next.set(name, value);
        next.delete(without);
        return next;
      },
      { replace: true },
    );
  return (
    <div className="stack">
      <Segmented
        label={t("planning.scenarios")}
        value={code}
        options={codes.map(value => ({ value, label: nameOf(scenarios, value, format) }))}
        onChange={value => set("scenario", value)}
      />
      <ScenarioEditor
        key={code}
        desk={desk}
        code={code}
        canEdit={canEdit}
        format={format}
        onChoose={value => set("scenario", value)}
      />
      {canEdit && <Compare desk={desk} format={format} onAsked={id => set("plan", String(id), "page")} />}
      {(paths.length > 1 || pages.before > 0) && (
        <label className="plan-choice">
          {t("planning.earlier")}{" "}
          <select value={asked ?? ""} onChange={event => set("plan", event.target.value)}>
            {asked !== null && !paths.some(one => one.id === asked) && (
              <option value={asked}>
                {asked} · {detail.data?.plan.name}
              </option>
            )}
            {paths.map(one => (
              <option key={one.id} value={one.id}>
                {one.id} · {one.name} · {format.moment(one.created_at)}
              </option>
            ))}
          </select>
        </label>
      )}
      <Pager pages={pages} next={plans.data?.cursor} rows={paths.length} isOld={plans.isPlaceholderData} />
      {plans.error && <Problem error={plans.error} onRetry={() => void plans.refetch()} />}
      {detail.error && <Problem error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.data && <Found detail={detail.data} format={format} />}
    </div>
  );
}

function Found({ detail, format }: { detail: PlanDetail; format: Format }) {
  const result = detail.pathway;
  if (!result) return <PlanState detail={detail} />;
  const named = result.paths.map(path => ({
    code: path.scenario,
    name: nameOf(detail.inputs.scenarios, path.scenario, format),
  }));
  const names = named.map(one => one.name);
  return (
    <div className="stack" data-testid="pathway-result">
      <Fan result={result} names={names} computed={detail.plan.finished_at} format={format} />
      {detail.elasticities && (
        <Beside given={detail.elasticities} result={result} names={names} format={format} />
      )}
      <div className="plan-pair">
        <Peaks result={result} names={names} computed={detail.plan.finished_at} format={format} />
        <Outcomes result={result} names={names} format={format} />
      </div>
      {result.wedges.length > 0 && (
        <Wedges result={result} names={names} computed={detail.plan.finished_at} format={format} />
      )}
      <PlanActions detail={detail} scenarios={named} />
    </div>
  );
}

interface CompareProps {
  desk: PlanDesk;
  format: Format;
  onAsked: (id: number) => void;
}

function Compare({ desk, format, onAsked }: CompareProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const scenarios = desk.inputs.scenarios ?? {};
  const order = ["baseline", "policy", "deep"];
  const rank = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length);
  const codes = Object.keys(scenarios).sort((a, b) => rank(a) - rank(b));
  const [chosen, setChosen] = useState<string[]>(() => codes.slice(0, 3));
  const [budget, setBudget] = useState("");
  const [run, setRun] = useState("");
  const analyses = useQuery({
    queryKey: ["analyses", park.code, "stirpat"],
    queryFn: () => getAnalyses(park.code, { kind: "stirpat" }),
  });
  const fits = (analyses.data?.analyses ?? []).filter(one => one.state === "done");
  const kept = codes.filter(code => chosen.includes(code));
  const asking = useMutation({
    mutationFn: () =>
      comparePaths(park.code, {
        name: kept.map(code => nameOf(scenarios, code, format)).join(" · "),
        scenarios: kept,
        end: 2060,
        draws: 2000,
        seed: 1,
        budget: Number(budget) > 0 ? Number(budget) * 10_000 : null,
        elasticities: null,
        analysis: run === "" ? null : { run: Number(run), drivers: {}, sector: "" },
      }),
    onSuccess: async made => {
      onAsked(made.id);
      await client.invalidateQueries({ queryKey: ["plans", park.code] });
    },
  });
  return (
    <Card title={t("planning.compare")} summary={t("planning.compare_hint")}>
      <div className="plan-choices">
        <fieldset>
          <legend className="sr-only">{t("planning.scenarios")}</legend>
          {codes.map(code => (
            <label key={code}>
              <input
                type="checkbox"
                checked={chosen.includes(code)}
                disabled={!chosen.includes(code) && kept.length >= MOST}
                onChange={event =>
                  setChosen(event.target.checked ? [...chosen, code] : chosen.filter(one => one !== code))
                }
              />{" "}
              {nameOf(scenarios, code, format)}
            </label>
          ))}
        </fieldset>
        <label>
          {t("planning.budget")} <span className="unit">{t("planning.unit_10kt")}</span>{" "}
          <input inputMode="decimal" value={budget} onChange={event => setBudget(event.target.value)} />
        </label>
        {fits.length > 0 && (
          <label title={t("planning.beside_hint")}>
            {t("planning.beside")}{" "}
            <select value={run} onChange={event => setRun(event.target.value)} data-testid="beside">
              <option value="">{t("planning.beside_none")}</option>
              {fits.map(one => (
                <option key={one.id} value={one.id}>
                  {one.id} · {one.title}
                </option>
              ))}
            </select>
          </label>
        )}
        <button
          type="button"
          className="button primary"
          disabled={kept.length === 0 || asking.isPending}
          onClick={() => asking.mutate()}
          data-testid="compare"
        >
          {t("planning.compare_now")}
        </button>
      </div>
      {asking.error && <Problem error={asking.error} />}
    </Card>
  );
}
