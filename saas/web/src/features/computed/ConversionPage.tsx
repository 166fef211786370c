import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import {
  type Conversion,
  endConversion,
  getConversion,
  previewConversion,
  putConversion,
} from "../../api/metering";
import { ProblemError } from "../../api/problem";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { ConversionFields } from "./ConversionFields";
import { ConversionTrial } from "./ConversionTrial";
import {
  type ConversionForm,
  conversionBody,
  conversionOf,
  emptyConversion,
  HEAT_UNITS,
  isWhole,
} from "./conversion-form";
import { EndCard } from "./EndCard";
import { IdentityFields } from "./IdentityFields";
import { UsedBy } from "./UsedBy";
import { useOne } from "./useOne";
import "../../styles/meters.css";
import "../../styles/computed.css";

/** A converted point: steam as heat, a volume of gas at reference conditions; tried before it is saved. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const { code = "new" } = useParams();
  const format = useFormat(park.timezone);
  const isNew = code === "new";
  const query = useOne("conversions", code, isNew, getConversion);
  const found = query.data ?? undefined;
  const isMine =
    role === "operator" || (role === "enterprise" && (isNew || found?.enterprise === enterprise?.code));
  const { error } = query;
  const isLoaded = isNew || query.data !== undefined;
  return (
    <div className="page editor-page">
      <TopSlot>
        <h1>{isNew ? t("computed.add_converted") : found ? format.name(found) : code}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/computed?tab=converted`}>{t("computed.title")}</Link>
          <span>{t("computed.converted")}</span>
          {!isNew && <code>{code}</code>}
        </nav>
        {found && (
          <Link className="button" to={`/p/${park.code}/meters/${code}`}>
            {t("computed.to_point")}
          </Link>
        )}
      </header>
      {error && <Problem error={error} onRetry={() => void query.refetch()} />}
      {!error && !isLoaded && <div className="card skeleton meters-skeleton" />}
      {isLoaded && !isNew && !found && (
        <Empty
          title={t("converted.not_there")}
          hint={t("computed.not_there_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/computed?tab=converted`}>
              {t("computed.to_list")}
            </Link>
          }
        />
      )}
      {isNew && role === "verifier" && <Empty title={t("app.forbidden")} hint={t("app.forbidden_hint")} />}
      {(isNew ? role !== "verifier" : found) && <Editor key={code} found={found} canEdit={isMine} />}
    </div>
  );
}

interface EditorProps {
  found: Conversion | undefined;
  canEdit: boolean;
}

function Editor({ found, canEdit }: EditorProps) {
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const navigate = useNavigate();
  const client = useQueryClient();
  const isNew = found === undefined;
  const [form, setForm] = useState<ConversionForm>(() =>
    found ? conversionOf(found) : emptyConversion(enterprise?.code ?? ""),
  );
  const trying = useMutation({
    mutationFn: () => previewConversion(park.code, form.code, conversionBody(form)),
  });
  const saving = useMutation({
    mutationFn: () => putConversion(park.code, form.code, conversionBody(form)),
    onSuccess: async () => {
      for (const key of ["conversions", "meters", "points", "point", "series"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
      if (isNew) void navigate(`/p/${park.code}/computed/converted/${form.code}`, { replace: true });
    },
  });
  const change = (changed: ConversionForm) => {
    trying.reset();
    saving.reset();
    setForm(changed);
  };
  const error = trying.error ?? saving.error;
  const wrong = error instanceof ProblemError ? String(error.facts.field ?? "") : null;
  const isReady = isWhole(form);
  const units = form.kind === "gas_volume" ? ["m3"] : HEAT_UNITS;
  return (
    <form
      className="meter-grid"
      noValidate
      data-testid="converted-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady && canEdit) saving.mutate();
      }}
    >
      <div className="meter-main stack">
        <ConversionFields {...{ form, isNew, canEdit, format, wrong }} onChange={change} />
        {trying.data && <ConversionTrial found={trying.data} format={format} />}
        {canEdit && (
          <div className="save-bar">
            {error && <Problem error={error} />}
            {saving.isSuccess && (
              <p role="status" data-testid="converted-saved">
                {t("computed.saved")}
              </p>
            )}
            <span className="note">{isReady ? t("converted.try_hint") : t("converted.not_ready")}</span>
            <button
              type="button"
              className="button"
              disabled={!isReady || trying.isPending}
              onClick={() => trying.mutate()}
              data-testid="converted-try"
            >
              {trying.isPending ? t("computed.checking") : t("converted.try")}
            </button>
            <button
              type="submit"
              className="button primary"
              disabled={!isReady || saving.isPending}
              data-testid="converted-save"
            >
              {saving.isPending ? t("computed.saving") : t("computed.save")}
            </button>
          </div>
        )}
      </div>
      <aside className="meter-side">
        <Card title={t("computed.identity")}>
          <IdentityFields
            form={{ ...form, quantity: form.kind === "gas_volume" ? "volume" : "energy" }}
            {...{ isNew, canEdit, format, units }}
            onChange={changed => change({ ...form, ...changed } as ConversionForm)}
          />
        </Card>
        {found && <UsedBy code={form.code} format={format} />}
        {found && (
          <EndCard
            ended={found.ended}
            {...{ canEdit, format }}
            onEnd={reason => endConversion(park.code, found.point, reason)}
          />
        )}
      </aside>
    </form>
  );
}
