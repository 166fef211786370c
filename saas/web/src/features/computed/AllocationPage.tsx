import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { Enterprise } from "../../api/enterprises";
import { addAllocation, previewAllocation } from "../../api/metering";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { useEnterprises } from "../../lib/useEnterprises";
import { useNamed } from "../../lib/useNamed";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { PointPicker, type WantedPoints } from "../../ui/PointPicker";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { TextField } from "../meters/EventFields";
import { CarbonDiff } from "../meters/PreviewView";
import { QUARTER_MS, toInput } from "../meters/spans";
import { type AllocationForm, allocationOf, isWhole, METHODS, type Method } from "./allocation-form";
import { PartsTable } from "./PartsTable";
import { Tenants } from "./Tenants";
import "../../styles/meters.css";
import "../../styles/computed.css";

const MEASURED: WantedPoints = { with_amounts: true, kind: ["register", "interval", "gauge"] };

/** Divide a shared meter from a time on: the parts of the last day are seen first. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const owned = useEnterprises();
  const back = `/p/${park.code}/computed?tab=shared`;
  return (
    <div className="page editor-page">
      <TopSlot>
        <h1>{t("computed.add_shared")}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/computed`}>{t("computed.title")}</Link>
          <Link to={back}>{t("computed.shared")}</Link>
        </nav>
      </header>
      {role !== "operator" && (
        <Empty
          title={t("app.forbidden")}
          hint={t("app.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/computed`}>
              {t("computed.to_list")}
            </Link>
          }
        />
      )}
      {owned.error && <Problem error={owned.error} onRetry={() => void owned.refetch()} />}
      {role === "operator" && owned.isPending && <div className="card skeleton meters-skeleton" />}
      {role === "operator" && owned.data && <Editor enterprises={owned.data.enterprises} back={back} />}
    </div>
  );
}

function Editor({ enterprises, back }: { enterprises: Enterprise[]; back: string }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [parameters] = useSearchParams();
  const [form, setForm] = useState<AllocationForm>(() => ({
    point: parameters.get("point") ?? "",
    method: "area",
    from: toInput(Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS, park.timezone),
    tenants: [{ enterprise: "", weight: "", submeter: "" }],
    reason: "",
  }));
  const body = () => allocationOf(form, park.timezone, t("computed.trial"));
  const trying = useMutation({ mutationFn: () => previewAllocation(park.code, body()) });
  const adding = useMutation({
    mutationFn: () => addAllocation(park.code, body()),
    onSuccess: async () => {
      for (const key of ["allocations", "meters", "point", "series"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
      void navigate(back);
    },
  });
  const change = (changed: Partial<AllocationForm>) => {
    // What was tried is not what would be done any more; a reason divides nothing.
    if (!("reason" in changed)) trying.reset();
    adding.reset();
    setForm(old => ({ ...old, ...changed }));
  };
  const shared = useNamed(form.point ? [form.point] : []).get(form.point);
  const isReady = isWhole(form, park.timezone);
  const tried = trying.data;
  return (
    <div className="meter-grid">
      <form
        className="meter-main"
        noValidate
        data-testid="allocation-form"
        onSubmit={event => {
          event.preventDefault();
          if (tried && form.reason.trim()) adding.mutate();
          else if (isReady) trying.mutate();
        }}
      >
        <Card title={t("computed.what_shared")} summary={t("computed.lead_shared")}>
          <div className="fields">
            <PointPicker
              label={t("computed.shared_meter")}
              wanted={MEASURED}
              value={form.point}
              onChange={point => change({ point })}
              format={format}
              testId="shared-meter"
            />
            <TextField
              id="allocation-from"
              type="datetime-local"
              label={t("computed.from")}
              hint={t("computed.from_hint", { zone: park.timezone })}
              value={form.from}
              isWrong={false}
              onChange={from => change({ from })}
            />
            <div className="field field-wide">
              <span className="field-label">{t("computed.method")}</span>
              <Segmented
                label={t("computed.method")}
                value={form.method}
                options={METHODS.map(value => ({ value, label: label("allocation_method", value) }))}
                onChange={(method: Method) => change({ method })}
              />
              <p className="note">{t(`computed.method_${form.method}`)}</p>
            </div>
          </div>
          <Tenants
            form={form}
            enterprises={enterprises}
            shared={shared}
            format={format}
            onChange={tenants => change({ tenants })}
          />
        </Card>
        <div className="save-bar">
          <span className="note">{isReady ? t("computed.try_hint") : t("computed.not_whole")}</span>
          <button
            type="button"
            className={tried ? "button" : "button primary"}
            disabled={!isReady || trying.isPending}
            onClick={() => trying.mutate()}
            data-testid="allocation-try"
          >
            {trying.isPending ? t("computed.trying") : t("computed.try")}
          </button>
        </div>
        {trying.error && <Problem error={trying.error} />}
        {tried && (
          <Card
            title={t("computed.last_day")}
            summary={`${t("computed.over", {
              from: format.moment(tried.from),
              to: format.moment(tried.to),
            })}${tried.undivided_intervals ? ` · ${t("computed.undivided", { count: tried.undivided_intervals })}` : ""}`}
          >
            <PartsTable
              rows={tried.parts.map((part, index) => ({
                target: part.target,
                enterprise: part.enterprise,
                by: byOf(form, part.enterprise) ?? String(index),
                amount: part.amount_base,
              }))}
              whole={tried.amount_base}
              baseUnit={tried.base_unit}
              meter={shared ? format.name(shared) : tried.point}
              isTrial
              owners={new Map(enterprises.map(item => [item.code, item]))}
              format={format}
            />
            <CarbonDiff carbon={tried.carbon} format={format} />
            {tried.carbon.length === 0 && <p className="note">{t("computed.no_carbon")}</p>}
            <div className="field begin">
              <label htmlFor="allocation-reason">{t("wizard.reason")}</label>
              <input
                id="allocation-reason"
                value={form.reason}
                maxLength={1000}
                required
                aria-describedby="allocation-reason-hint"
                onChange={event => change({ reason: event.target.value })}
                data-testid="allocation-reason"
              />
              <p className="note" id="allocation-reason-hint">
                {t("computed.reason_hint")}
              </p>
            </div>
            {adding.error && <Problem error={adding.error} />}
            <p className="wizard-buttons">
              <Link className="button" to={back}>
                {t("locks.cancel")}
              </Link>
              <button
                type="submit"
                className="button primary"
                disabled={!form.reason.trim() || adding.isPending}
                data-testid="allocation-begin"
              >
                {adding.isPending ? t("computed.saving") : t("computed.begin")}
              </button>
            </p>
          </Card>
        )}
      </form>
      <aside className="meter-side">
        <Card title={t("computed.how_shared")}>
          <p className="note">{t("computed.how_shared_text")}</p>
        </Card>
      </aside>
    </div>
  );
}

const byOf = (form: AllocationForm, enterprise: string): string | undefined => {
  const tenant = form.tenants.find(item => item.enterprise === enterprise);
  return form.method === "submeter" ? tenant?.submeter : tenant?.weight;
};
