import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type KeptDetail, type KeptEvent, type Saying, sayOfKept } from "../../api/inventory";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

interface Props {
  found: KeptDetail;
  format: Format;
}

const FIGURES = ["scope=1", "scope=2", "transfers=", "unallocated="];

/** What the verifier found, each with its answers until it is settled; raised and answered where it stands. */
export function Findings({ found, format }: Props) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const client = useQueryClient();
  const { id, state } = found.inventory;
  const isVerifying = state === "in_verification" || state === "findings";
  const saying = useMutation({
    mutationFn: (body: Parameters<typeof sayOfKept>[2]) => sayOfKept(park.code, id, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["inventories", park.code] }),
  });
  const findings = found.events.filter(event => event.kind === "finding");
  if (findings.length === 0 && !isVerifying) return null;
  const open = findings.filter(event => !event.resolved).length;
  return (
    <Card
      title={t("inventory.findings")}
      summary={
        findings.length === 0
          ? t(role === "verifier" ? "inventory.findings_raise" : "inventory.findings_none")
          : open > 0
            ? t("inventory.open_findings", { count: open })
            : t("inventory.findings_settled")
      }
      className="inventory-findings"
    >
      {saying.error && <Problem error={saying.error} />}
      <ul className="inventory-events">
        {findings.map(finding => (
          <Finding
            key={finding.id}
            finding={finding}
            replies={found.events.filter(event => event.answers === finding.id)}
            format={format}
            canReply={isVerifying && !finding.resolved}
            isBusy={saying.isPending}
            onSay={(kind, note, done) =>
              saying.mutate({ kind, note, answers: finding.id }, { onSuccess: done })
            }
          />
        ))}
      </ul>
      {role === "verifier" && isVerifying && (
        <Raise
          isBusy={saying.isPending}
          onRaise={(note, figure, done) =>
            saying.mutate({ kind: "finding", note, ...(figure && { figure }) }, { onSuccess: done })
          }
        />
      )}
    </Card>
  );
}

export function figureText(figure: string, t: TFunction): string {
  const [by = "", key = ""] = figure.split("=");
  return by === "scope" ? t(`terms.scope.${key as "1"}`) : t(`inventory.${by as "transfers"}`);
}

interface FindingProps {
  finding: KeptEvent;
  replies: KeptEvent[];
  format: Format;
  canReply: boolean;
  isBusy: boolean;
  onSay: (kind: Saying, note: string, done: () => void) => void;
}

function Finding({ finding, replies, format, canReply, isBusy, onSay }: FindingProps) {
  const { t } = useTranslation();
  const { role } = usePark();
  const id = useId();
  const [note, setNote] = useState("");
  const kind: Saying = role === "verifier" ? "resolved" : "answer";
  return (
    <li data-testid="inventory-event" data-kind="finding" data-resolved={finding.resolved}>
      <p>
        <span className={finding.resolved ? "chip chip-good" : "chip chip-warn"}>
          {t(finding.resolved ? "inventory.settled" : "inventory.open")}
        </span>{" "}
        <strong>{finding.note}</strong>{" "}
        {finding.figure && <span className="chip">{figureText(finding.figure, t)}</span>}
        <Who event={finding} format={format} />
      </p>
      <ul className="inventory-replies">
        {replies.map(reply => (
          <li key={reply.id} data-kind={reply.kind}>
            <span className="chip">{t(`inventory.event.${reply.kind as "answer"}`)}</span> {reply.note}
            <Who event={reply} format={format} />
          </li>
        ))}
      </ul>
      {canReply && (
        <form
          className="inventory-reply"
          onSubmit={event => {
            event.preventDefault();
            const said = note;
            // What somebody has begun to write meanwhile stays.
            if (note.trim()) onSay(kind, note.trim(), () => setNote(now => (now === said ? "" : now)));
          }}
        >
          <label htmlFor={id}>
            {t(kind === "answer" ? "inventory.answer_to" : "inventory.settle_with", { number: finding.id })}
          </label>
          <textarea
            id={id}
            rows={2}
            maxLength={4000}
            required
            value={note}
            onChange={event => setNote(event.target.value)}
            data-testid="finding-note"
          />
          <button
            type="submit"
            className="button primary"
            disabled={!note.trim() || isBusy}
            data-testid={`finding-${kind}`}
          >
            {t(kind === "answer" ? "inventory.answer" : "inventory.resolve")}
          </button>
        </form>
      )}
    </li>
  );
}

export function Who({ event, format }: { event: KeptEvent; format: Format }) {
  const { t } = useTranslation();
  return (
    <span className="term-sub">
      {event.author} · {t(`role.${event.role as "operator"}`)} ·{" "}
      {format.dateTime(event.created_at).slice(0, -3)}
    </span>
  );
}

interface RaiseProps {
  isBusy: boolean;
  onRaise: (note: string, figure: string, done: () => void) => void;
}

function Raise({ isBusy, onRaise }: RaiseProps) {
  const { t } = useTranslation();
  const ids = { note: useId(), figure: useId() };
  const [note, setNote] = useState("");
  const [figure, setFigure] = useState("");
  return (
    <form
      className="inventory-reply"
      onSubmit={event => {
        event.preventDefault();
        const said = note;
        if (note.trim()) onRaise(note.trim(), figure, () => setNote(now => (now === said ? "" : now)));
      }}
    >
      <label htmlFor={ids.note}>{t("inventory.new_finding")}</label>
      <textarea
        id={ids.note}
        rows={2}
        maxLength={4000}
        required
        value={note}
        onChange={event => setNote(event.target.value)}
        data-testid="finding-new"
      />
      <span className="inventory-about">
        <label htmlFor={ids.figure}>{t("inventory.about")}</label>
        <select id={ids.figure} value={figure} onChange={event => setFigure(event.target.value)}>
          <option value="">{t("inventory.about_all")}</option>
          {FIGURES.map(name => (
            <option key={name} value={name}>
              {figureText(name, t)}
            </option>
          ))}
        </select>
      </span>
      <button
        type="submit"
        className="button"
        disabled={!note.trim() || isBusy}
        data-testid="inventory-finding"
      >
        {t("inventory.raise")}
      </button>
    </form>
  );
}
