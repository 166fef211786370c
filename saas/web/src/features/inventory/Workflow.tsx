import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type KeptDetail, type KeptEvent, moveKept, type Saying, sayOfKept } from "../../api/inventory";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { StateChip } from "./Kept";

interface Props {
  found: KeptDetail;
  format: Format;
}

const WAY = ["collecting", "validating", "approved", "submitted", "in_verification", "verified", "locked"];
const FIGURES = ["scope=1", "scope=2", "transfers=", "unallocated="];

/** How far an inventory is, the steps that one may take, and all that was done and said. */
export function Workflow({ found, format }: Props) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const client = useQueryClient();
  const item = found.inventory.id;
  const again = () => client.invalidateQueries({ queryKey: ["inventories", park.code] });
  const moving = useMutation({
    mutationFn: ({ to, note }: { to: string; note: string }) => moveKept(park.code, item, to, note),
    onSuccess: again,
  });
  const saying = useMutation({
    mutationFn: (body: Parameters<typeof sayOfKept>[2]) => sayOfKept(park.code, item, body),
    onSuccess: again,
  });
  const [note, setNote] = useState("");
  // What somebody has begun to write meanwhile stays.
  const sent = () => setNote(now => (now === note ? "" : now));
  const [figure, setFigure] = useState("");
  const ids = { note: useId(), figure: useId() };
  const state = found.inventory.state === "findings" ? "in_verification" : found.inventory.state;
  const at = WAY.indexOf(state);
  const isVerifying = ["in_verification", "findings"].includes(found.inventory.state);
  const say = (kind: Saying) =>
    saying.mutate({ kind, note: note.trim(), ...(figure && { figure }) }, { onSuccess: sent });
  return (
    <Card title={t("inventory.workflow")} summary={t("inventory.workflow_hint")}>
      {at >= 0 && (
        <ol className="inventory-way" aria-label={t("inventory.workflow")}>
          {WAY.map((name, place) => (
            <li
              key={name}
              className={place < at ? "is-done" : place === at ? "is-now" : ""}
              aria-current={place === at ? "step" : undefined}
            >
              {t(`inventory.state.${name as "collecting"}`)}
            </li>
          ))}
        </ol>
      )}
      {(moving.error || saying.error) && <Problem error={moving.error ?? saying.error} />}
      <div className="field inventory-say">
        <label htmlFor={ids.note}>{t("inventory.note")}</label>
        <textarea
          id={ids.note}
          rows={2}
          maxLength={4000}
          value={note}
          onChange={event => setNote(event.target.value)}
          data-testid="inventory-note"
        />
        <label htmlFor={ids.figure}>{t("inventory.about")}</label>
        <select id={ids.figure} value={figure} onChange={event => setFigure(event.target.value)}>
          <option value="">{t("inventory.about_all")}</option>
          {FIGURES.map(name => (
            <option key={name} value={name}>
              {figureText(name, t)}
            </option>
          ))}
        </select>
      </div>
      <p className="inventory-actions">
        <button
          type="button"
          className="button"
          disabled={!note.trim() || saying.isPending}
          onClick={() => say("comment")}
          data-testid="inventory-comment"
        >
          {t("inventory.comment")}
        </button>
        {role === "verifier" && isVerifying && (
          <button
            type="button"
            className="button"
            disabled={!note.trim() || saying.isPending}
            onClick={() => say("finding")}
            data-testid="inventory-finding"
          >
            {t("inventory.raise")}
          </button>
        )}
        {found.steps.map(to => (
          <button
            key={to}
            type="button"
            className={to === "withdrawn" || to === "collecting" ? "button" : "button primary"}
            disabled={moving.isPending}
            onClick={() => moving.mutate({ to, note: note.trim() }, { onSuccess: sent })}
            data-testid={`inventory-to-${to}`}
          >
            {t(`inventory.step.${to as "validating"}`)}
          </button>
        ))}
      </p>
      <ul className="inventory-events">
        {found.events.map(event => (
          <Event
            key={event.id}
            event={event}
            format={format}
            canAnswer={event.kind === "finding" && !event.resolved && isVerifying}
            note={note}
            onSay={kind => saying.mutate({ kind, note: note.trim(), answers: event.id }, { onSuccess: sent })}
          />
        ))}
      </ul>
    </Card>
  );
}

function figureText(figure: string, t: TFunction): string {
  const [by = "", key = ""] = figure.split("=");
  return by === "scope" ? t(`terms.scope.${key as "1"}`) : t(`inventory.${by as "transfers"}`);
}

interface EventProps {
  event: KeptEvent;
  format: Format;
  canAnswer: boolean;
  note: string;
  onSay: (kind: Saying) => void;
}

function Event({ event, format, canAnswer, note, onSay }: EventProps) {
  const { t } = useTranslation();
  const { role } = usePark();
  const kind: Saying = role === "verifier" ? "resolved" : "answer";
  return (
    <li data-testid="inventory-event" data-kind={event.kind} data-resolved={event.resolved}>
      {event.kind === "transition" && event.to_state ? (
        <StateChip state={event.to_state} />
      ) : (
        <span className={event.kind === "finding" && !event.resolved ? "chip chip-warn" : "chip"}>
          {t(`inventory.event.${event.kind as "comment"}`)}
          {event.answers !== null && ` #${event.answers}`}
        </span>
      )}{" "}
      {event.kind === "finding" && <span className="note">#{event.id} </span>}
      {event.note} {event.figure && <span className="chip">{figureText(event.figure, t)}</span>}
      <span className="term-sub">
        {event.author} · {t(`role.${event.role as "operator"}`)} ·{" "}
        {format.dateTime(event.created_at).slice(0, -3)}
      </span>
      {canAnswer && (
        <button
          type="button"
          className="button"
          disabled={!note.trim()}
          onClick={() => onSay(kind)}
          data-testid={`finding-${kind}`}
        >
          {t(kind === "answer" ? "inventory.answer" : "inventory.resolve")}
        </button>
      )}
    </li>
  );
}
