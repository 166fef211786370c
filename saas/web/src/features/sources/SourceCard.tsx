import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { endSource, getSource, type SourceDetail } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { ReasonForm } from "../../ui/ReasonForm";
import { TextField } from "../meters/EventFields";
import { amountText, recentText, word } from "./words";

interface Props {
  code: string;
  canWrite: boolean;
  onClose: () => void;
  format: Format;
}

/** A source explained: formula, points, factor with its citation, scenes, and what was done to it. */
export function SourceCard({ code, canWrite, onClose, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = useQuery({
    queryKey: ["source", park.code, code],
    queryFn: () => getSource(park.code, code),
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton meters-skeleton" />;
  const { source } = query.data;
  return (
    <Card title={format.name(source)} summary={`${word(t, "category", source.category)} · ${source.code}`}>
      <div data-testid="source-card">
        <Facts detail={query.data} format={format} />
        {canWrite && source.state !== "ended" && <Ending code={code} />}
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={onClose}>
            {t("app.close")}
          </button>
        </p>
      </div>
    </Card>
  );
}

function Facts({ detail, format }: { detail: SourceDetail; format: Format }) {
  const { t, i18n } = useTranslation();
  const label = useLabels();
  const { source, formula } = detail;
  const factor = source.factor;
  return (
    <dl className="facts">
      {formula && (
        <>
          <dt>{t("emissions.formula")}</dt>
          <dd>
            <p>{formula.symbols}</p>
            <p className="note">{i18n.language.startsWith("zh") ? formula.words_zh : formula.words_en}</p>
            <p className="note">{formula.citation}</p>
          </dd>
        </>
      )}
      <dt>{t("explain.points")}</dt>
      <dd>
        {source.activity.length === 0 && word(t, "state", "no_points")}
        {source.activity.map(term => (
          <p key={term.point}>
            {term.weight < 0 ? "− " : "+ "}
            {format.name(term)}{" "}
            <span className="note">{`${term.point} · ${label("carrier", term.carrier)} · ${term.unit}`}</span>
          </p>
        ))}
      </dd>
      <dt>{t("explain.factor")}</dt>
      <dd>
        {factor ? (
          <>
            <p>{`${factor.value} ${factor.unit} (${factor.version}, ${factor.region}, ${t("explain.grade")} ${factor.grade})`}</p>
            <p className="note">{factor.citation}</p>
          </>
        ) : (
          t("emissions.no_factor_hint", { factor: source.factor_name, gas: source.gas })
        )}
      </dd>
      <dt>{t("emissions.recent")}</dt>
      <dd>
        {`${recentText(source, format)} ${source.gas}`}
        {source.recent && <p className="note">{amountText(source.recent.quantity, source.base, format)}</p>}
      </dd>
      <dt>{t("emissions.scenes")}</dt>
      <dd>
        {source.scenes.map(share => (
          <p key={`${share.scene} ${share.from}`}>
            {`${label("scene", share.scene)} ${format.percent(Number(share.share), 0)}`}
            {share.from > "1970-01-01" && <span className="note">{` ${share.from} –`}</span>}
            {share.to && <span className="note">{` – ${share.to}`}</span>}
          </p>
        ))}
      </dd>
      <dt>{t("emissions.history")}</dt>
      <dd>
        {detail.changes.length === 0 && t("emissions.from_file")}
        {detail.changes.map(change => (
          <p key={`${change.time} ${change.action}`}>
            {`${format.dateTime(change.time)} ${word(t, "action", change.action)} · ${change.author}`}
            <span className="note">{` ${change.reason}`}</span>
          </p>
        ))}
      </dd>
    </dl>
  );
}

function Ending({ code }: { code: string }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState("");
  const ending = useMutation({
    mutationFn: (reason: string) => endSource(park.code, code, { last_day: day, reason }),
    onSuccess: async () => {
      setOpen(false);
      for (const key of ["sources", "source", "source-gaps", "ledger"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  if (!isOpen)
    return (
      <button type="button" className="button" onClick={() => setOpen(true)} data-testid="source-end-open">
        {t("emissions.end")}
      </button>
    );
  return (
    <ReasonForm
      hint={t("emissions.end_hint")}
      action={t("emissions.end")}
      isBusy={ending.isPending}
      error={ending.error}
      onDo={reason => ending.mutate(reason)}
      testId="source-end"
    >
      <TextField
        id="source-last-day"
        type="date"
        label={t("emissions.last_day")}
        hint={undefined}
        value={day}
        isWrong={false}
        onChange={setDay}
      />
    </ReasonForm>
  );
}
