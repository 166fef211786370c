import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { type Choices, getChoices } from "../../api/activity";
import {
  endRecordPoint,
  getRecordPoint,
  previewRecordPoint,
  putRecordPoint,
  type RecordPoint,
} from "../../api/metering";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { useWords } from "../activity/words";
import { EndCard } from "./EndCard";
import { FeedFacts } from "./FeedFacts";
import { IdentityFields } from "./IdentityFields";
import { RecordFields } from "./RecordFields";
import { emptyRecord, isWhole, made, type RecordForm, recordBody, recordOf, unitsOf } from "./record-form";
import { UsedBy } from "./UsedBy";
import { useOne } from "./useOne";
import "../../styles/meters.css";
import "../../styles/computed.css";

/** A record point: whose reports of what; what they say so far is shown before it is saved. */
export function Component() {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const { code = "new" } = useParams();
  const format = useFormat(park.timezone);
  const isNew = code === "new";
  const query = useOne("record-points", code, isNew, getRecordPoint);
  const choices = useQuery({
    queryKey: ["activity", park.code, "items"],
    queryFn: () => getChoices(park.code),
  });
  const found = query.data ?? undefined;
  const isMine =
    role === "operator" || (role === "enterprise" && (isNew || found?.enterprise === enterprise?.code));
  const error = query.error ?? choices.error;
  const isLoaded = choices.data && (isNew || query.data !== undefined);
  return (
    <div className="page editor-page">
      <TopSlot>
        <h1>{isNew ? t("computed.add_recorded") : found ? format.name(found) : code}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/computed?tab=recorded`}>{t("computed.title")}</Link>
          <span>{t("computed.recorded")}</span>
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
          title={t("recorded.not_there")}
          hint={t("computed.not_there_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/computed?tab=recorded`}>
              {t("computed.to_list")}
            </Link>
          }
        />
      )}
      {isLoaded && isNew && role === "verifier" && (
        <Empty title={t("app.forbidden")} hint={t("app.forbidden_hint")} />
      )}
      {choices.data && (isNew ? role !== "verifier" : found) && (
        <Editor key={code} found={found} choices={choices.data} canEdit={isMine} />
      )}
    </div>
  );
}

interface EditorProps {
  found: RecordPoint | undefined;
  choices: Choices;
  canEdit: boolean;
}

function Editor({ found, choices, canEdit }: EditorProps) {
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const words = useWords(choices, format);
  const navigate = useNavigate();
  const client = useQueryClient();
  const isNew = found === undefined;
  const [form, setForm] = useState<RecordForm>(() =>
    found ? recordOf(found) : emptyRecord(enterprise?.code ?? ""),
  );
  const trying = useMutation({
    mutationFn: () => previewRecordPoint(park.code, form.code, recordBody(form)),
  });
  const saving = useMutation({
    mutationFn: () => putRecordPoint(park.code, form.code, recordBody(form)),
    onSuccess: async () => {
      for (const key of ["record-points", "meters", "points", "point", "series"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
      if (isNew) void navigate(`/p/${park.code}/computed/recorded/${form.code}`, { replace: true });
    },
  });
  const change = (changed: RecordForm) => {
    trying.reset();
    saving.reset();
    setForm(changed);
  };
  const error = trying.error ?? saving.error;
  const isReady = isWhole(form);
  const feed = trying.data ?? found?.fed;
  return (
    <form
      className="meter-grid"
      noValidate
      data-testid="recorded-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady && canEdit) saving.mutate();
      }}
    >
      <div className="meter-main stack">
        <RecordFields
          {...{ form, isNew, canEdit, choices, format }}
          itemName={words.item}
          onChange={change}
        />
        {feed && (
          <Card title={t("recorded.fed")} summary={t("recorded.fed_hint")}>
            <p data-testid="recorded-feed" data-reports={feed.reports}>
              <FeedFacts feed={feed} unit={form.unit} format={format} />
            </p>
            <Link className="quiet-link" to={`/p/${park.code}/activity`}>
              {t("recorded.to_reports")}
            </Link>
          </Card>
        )}
        {canEdit && (
          <div className="save-bar">
            {error && <Problem error={error} />}
            {saving.isSuccess && (
              <p role="status" data-testid="recorded-saved">
                {t("computed.saved")}
              </p>
            )}
            <span className="note">{isReady ? t("recorded.try_hint") : t("recorded.not_ready")}</span>
            <button
              type="button"
              className="button"
              disabled={!isReady || trying.isPending}
              onClick={() => trying.mutate()}
              data-testid="recorded-try"
            >
              {trying.isPending ? t("computed.checking") : t("recorded.try")}
            </button>
            <button
              type="submit"
              className="button primary"
              disabled={!isReady || saving.isPending}
              data-testid="recorded-save"
            >
              {saving.isPending ? t("computed.saving") : t("computed.save")}
            </button>
          </div>
        )}
      </div>
      <aside className="meter-side">
        <Card title={t("computed.identity")}>
          <IdentityFields
            {...{ form, isNew, canEdit, format }}
            units={unitsOf(form, choices.items)}
            onChange={changed => change(made({ ...form, ...changed }, choices.items))}
          />
        </Card>
        {found && <UsedBy code={form.code} format={format} />}
        {found && (
          <EndCard
            ended={found.ended}
            {...{ canEdit, format }}
            onEnd={reason => endRecordPoint(park.code, found.point, reason)}
          />
        )}
      </aside>
    </form>
  );
}
