import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Detail, evidenceUrl, getReport, moveReport, type Step } from "../../api/activity";
import type { Format } from "../../lib/format";
import { Problem } from "../../ui/Problem";
import { useSession } from "../session/session";
import { lastDay, type Words } from "./words";

interface Props {
  park: string;
  id: number;
  words: Words;
  format: Format;
  canWrite: boolean;
  /** Why it could not be submitted just now. */
  failure: unknown;
  onChange: (detail: Detail) => void;
}

/** A report: what it says, against last year and its meter, its files and history, and the next step. */
export function ReportView({ park, id, words, format, canWrite, failure, onChange }: Props) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["activity", park, "report", id], queryFn: () => getReport(park, id) });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="skeleton report-skeleton" />;
  const { report, last_year, months, reconciliation, evidence, steps } = query.data;
  const unit = words.unit(report.unit);
  return (
    <div className="report-view" data-testid="report" data-state={report.state}>
      <h2>
        {words.item(report.item)} · {words.enterprise(report.enterprise)}
      </h2>
      <p>
        <span className={`chip state-${report.state}`}>{t(`activity.state.${report.state}`)}</span>{" "}
        {report.from_day} – {lastDay(report.to_day)}
      </p>
      <dl className="facts facts-small">
        <dt>{t("activity.quantity")}</dt>
        <dd>
          <strong>{words.quantity(report.quantity)}</strong> {unit}
        </dd>
        {report.cost !== null && (
          <>
            <dt>{t("activity.cost")}</dt>
            <dd>
              {words.quantity(report.cost, 2)} {report.currency}
            </dd>
          </>
        )}
        <dt>{t("activity.last_year")}</dt>
        <dd>
          {last_year.before === null
            ? t("activity.nothing_to_compare")
            : `${words.quantity(last_year.before)} ${String(unit)}`}
          {last_year.change !== null &&
            ` (${last_year.change > 0 ? "+" : ""}${format.percent(last_year.change)})`}
        </dd>
        {months.length > 1 && (
          <>
            <dt>{t("activity.by_month")}</dt>
            <dd>
              {months.map(part => `${part.month.slice(0, 7)}: ${words.quantity(part.quantity)}`).join(" · ")}
            </dd>
          </>
        )}
        {reconciliation && (
          <>
            <dt>{t("activity.meter")}</dt>
            <dd>
              {report.point} · {t(`activity.match.${reconciliation.state}`)}
              {reconciliation.difference_share !== null &&
                ` (${format.percent(reconciliation.difference_share, 2)})`}
            </dd>
          </>
        )}
        {report.account && (
          <>
            <dt>{t("activity.account")}</dt>
            <dd>{report.account}</dd>
          </>
        )}
        {(report.comment || report.note) && (
          <>
            <dt>{t("activity.note")}</dt>
            <dd>{[report.comment, report.note].filter(Boolean).join(" · ")}</dd>
          </>
        )}
        <dt>{t("activity.evidence")}</dt>
        <dd>
          {evidence.length === 0 && t("activity.none")}
          {evidence.map(file => (
            <a
              key={file.id}
              href={evidenceUrl(park, file.id)}
              download
              className="file-link"
              data-testid="evidence"
            >
              {file.name} <span className="unit">{format.bytes(file.size)}</span>
            </a>
          ))}
        </dd>
      </dl>
      <h3>{t("activity.history_of")}</h3>
      <ol className="steps">
        {steps.map(step => (
          <li key={`${step.version} ${step.state} ${step.at}`}>
            <strong>
              v{step.version} {t(`activity.state.${step.state as Detail["report"]["state"]}`)}
            </strong>{" "}
            {step.author} · {format.dateTime(step.at)}
            {step.note && <span className="term-sub">{step.note}</span>}
          </li>
        ))}
      </ol>
      {canWrite && report.is_newest && (
        <Steps park={park} detail={query.data} failure={failure} onChange={() => onChange(query.data)} />
      )}
    </div>
  );
}

interface StepsProps {
  park: string;
  detail: Detail;
  failure: unknown;
  onChange: () => void;
}

function Steps({ park, detail, failure, onChange }: StepsProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: session } = useSession();
  const [note, setNote] = useState("");
  const { report } = detail;
  const moving = useMutation({
    mutationFn: (step: Step) => moveReport(park, report.id, step, note.trim()),
    onSuccess: async () => {
      setNote("");
      await client.invalidateQueries({ queryKey: ["activity", park] });
    },
  });
  const login = session?.user.login;
  const isOwn = login === report.author || login === report.state_by;
  const steps: Step[] =
    report.state === "draft"
      ? ["submit", "withdraw"]
      : report.state === "submitted"
        ? isOwn
          ? ["withdraw"]
          : ["approve", "reject"]
        : report.state === "rejected"
          ? ["withdraw"]
          : [];
  const error = moving.error ?? (report.state === "draft" ? failure : null);
  return (
    <div className="form">
      {error !== null && error !== undefined && <Problem error={error} />}
      {steps.length > 0 && (
        <label>
          {t("activity.step_note")}
          <input
            value={note}
            maxLength={1000}
            onChange={event => setNote(event.target.value)}
            data-testid="step-note"
          />
        </label>
      )}
      {report.state === "submitted" && isOwn && <p className="note">{t("activity.waits")}</p>}
      <div className="actions">
        {steps.map((step, index) => (
          <button
            key={step}
            type="button"
            className={index === 0 && step !== "withdraw" ? "button primary" : "button"}
            disabled={moving.isPending || (step === "reject" && !note.trim())}
            onClick={() => moving.mutate(step)}
            data-testid={step}
          >
            {t(`activity.step.${step}`)}
          </button>
        ))}
        {report.state !== "withdrawn" && (
          <button type="button" className="button" onClick={onChange} data-testid="change">
            {t("activity.change")}
          </button>
        )}
      </div>
    </div>
  );
}
