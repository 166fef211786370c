import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { endVirtualPoint, getVirtualPoint, putVirtualPoint, type VirtualPoint } from "../../api/metering";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { EndCard } from "./EndCard";
import { FormulaCard } from "./FormulaCard";
import { IdentityFields } from "./IdentityFields";
import { UsedBy } from "./UsedBy";
import { useFormula } from "./useFormula";
import { useOne } from "./useOne";
import { bodyOf, emptyForm, formOf, isNamed, type VirtualForm } from "./virtual-form";
import "../../styles/meters.css";
import "../../styles/computed.css";

/** A virtual point: what it is called, what it is made of, and what that gives, before it is saved. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const { code = "new" } = useParams();
  const format = useFormat(park.timezone);
  const isNew = code === "new";
  const points = useOne("virtual-points", code, isNew, getVirtualPoint);
  const found = points.data ?? undefined;
  const isMine =
    role === "operator" || (role === "enterprise" && (isNew || found?.enterprise === enterprise?.code));
  const { error } = points;
  const isLoaded = isNew || points.data !== undefined;
  return (
    <div className="page editor-page">
      <TopSlot>
        <h1>{isNew ? t("computed.add_virtual") : found ? format.name(found) : code}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/computed`}>{t("computed.title")}</Link>
          <span>{t("computed.virtual")}</span>
          {!isNew && <code>{code}</code>}
        </nav>
        {found && (
          <Link className="button" to={`/p/${park.code}/meters/${code}`}>
            {t("computed.to_point")}
          </Link>
        )}
      </header>
      {error && <Problem error={error} onRetry={() => void points.refetch()} />}
      {!error && !isLoaded && <div className="card skeleton meters-skeleton" />}
      {isLoaded && !isNew && !found && (
        <Empty
          title={t("computed.not_there")}
          hint={t("computed.not_there_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/computed`}>
              {t("computed.to_list")}
            </Link>
          }
        />
      )}
      {isNew && role === "verifier" && <Empty title={t("app.forbidden")} hint={t("app.forbidden_hint")} />}
      {(isNew ? role !== "verifier" : found) && <Editor key={code} point={found} canEdit={isMine} />}
    </div>
  );
}

interface EditorProps {
  point: VirtualPoint | undefined;
  canEdit: boolean;
}

function Editor({ point, canEdit }: EditorProps) {
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const navigate = useNavigate();
  const client = useQueryClient();
  const isNew = point === undefined;
  const [form, setForm] = useState<VirtualForm>(() =>
    point ? formOf(point) : emptyForm(enterprise?.code ?? ""),
  );
  const change = (changed: Partial<VirtualForm>) => {
    saving.reset();
    setForm(old => ({ ...old, ...changed }));
  };
  const formula = useFormula(form, isNew);
  const saving = useMutation({
    mutationFn: () => putVirtualPoint(park.code, form.code, bodyOf(form)),
    onSuccess: async () => {
      for (const key of ["virtual-points", "meters", "points", "point", "series"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
      if (isNew) void navigate(`/p/${park.code}/computed/virtual/${form.code}`, { replace: true });
    },
  });
  const isReady = isNamed(form) && formula.isFit;
  return (
    <form
      className="meter-grid"
      noValidate
      data-testid="virtual-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady && canEdit) saving.mutate();
      }}
    >
      <div className="meter-main">
        <FormulaCard {...{ form, isNew, canEdit, formula, format }} onChange={change} />
        {canEdit && (
          <div className="save-bar">
            {saving.error && <Problem error={saving.error} />}
            {saving.isSuccess && (
              <p role="status" data-testid="virtual-saved">
                {t("computed.saved")}
              </p>
            )}
            <span className="note">{isReady ? t("computed.save_hint") : t("computed.not_ready")}</span>
            <button
              type="submit"
              className="button primary"
              disabled={!isReady || saving.isPending}
              data-testid="virtual-save"
            >
              {saving.isPending ? t("computed.saving") : t("computed.save")}
            </button>
          </div>
        )}
      </div>
      <aside className="meter-side">
        <Card title={t("computed.identity")}>
          <IdentityFields {...{ form, isNew, canEdit, format }} onChange={change} />
        </Card>
        {!isNew && <UsedBy code={form.code} format={format} />}
        {point && (
          <EndCard
            ended={point.ended}
            {...{ canEdit, format }}
            onEnd={reason => endVirtualPoint(park.code, point.point, reason)}
          />
        )}
      </aside>
    </form>
  );
}
