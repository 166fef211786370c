import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type KeptDetail, moveKept, sayOfKept } from "../../api/inventory";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { figureText, Who } from "./Findings";
import { periodText, StateChip } from "./Kept";

interface Props {
  found: KeptDetail;
  format: Format;
}

const WAY = ["collecting", "validating", "approved", "submitted", "in_verification", "verified", "locked"];
/** What is not undone by another step. */
const FINAL = ["locked", "withdrawn"];
const OF_FINDINGS = ["finding", "answer", "resolved"];

/** How far an inventory is, who is next, the steps that one may take, and all that was done and said. */
export function Workflow({ found, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const item = found.inventory.id;
  const again = () => client.invalidateQueries({ queryKey: ["inventories", park.code] });
  const moving = useMutation({
    mutationFn: ({ to, note }: { to: string; note: string }) => moveKept(park.code, item, to, note),
    onSuccess: again,
  });
  const saying = useMutation({
    mutationFn: (note: string) => sayOfKept(park.code, item, { kind: "comment", note }),
    onSuccess: again,
  });
  const [note, setNote] = useState("");
  // What somebody has begun to write meanwhile stays.
  const sent = () => setNote(now => (now === note ? "" : now));
  const id = useId();
  const state = found.inventory.state;
  const at = WAY.indexOf(state === "findings" ? "in_verification" : state);
  const move = async (to: string) => {
    await moving.mutateAsync({ to, note: note.trim() });
    sent();
  };
  return (
    <Card title={t("inventory.workflow")} summary={t(`inventory.next.${state as "collecting"}`)}>
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
      <div className="inventory-say">
        <label htmlFor={id}>{t("inventory.note")}</label>
        <textarea
          id={id}
          rows={2}
          maxLength={4000}
          value={note}
          onChange={event => setNote(event.target.value)}
          data-testid="inventory-note"
        />
      </div>
      <p className="inventory-actions">
        <button
          type="button"
          className="button"
          disabled={!note.trim() || saying.isPending}
          onClick={() => saying.mutate(note.trim(), { onSuccess: sent })}
          data-testid="inventory-comment"
        >
          {t("inventory.comment")}
        </button>
        {found.steps.map(to =>
          FINAL.includes(to) ? (
            <ConfirmButton
              key={to}
              label={t(`inventory.step.${to as "locked"}`)}
              title={t(`inventory.sure.${to as "locked"}`, {
                period: periodText(found.inventory.from, found.inventory.to, format),
              })}
              isPrimary={to === "locked"}
              onDo={() => move(to)}
              testId={`inventory-to-${to}`}
            >
              <p>{t(`inventory.means.${to as "locked"}`)}</p>
            </ConfirmButton>
          ) : (
            <button
              key={to}
              type="button"
              className={to === "collecting" ? "button" : "button primary"}
              disabled={moving.isPending}
              onClick={() => moving.mutate({ to, note: note.trim() }, { onSuccess: sent })}
              data-testid={`inventory-to-${to}`}
            >
              {t(`inventory.step.${to as "validating"}`)}
            </button>
          ),
        )}
      </p>
      <ul className="inventory-events">
        {found.events
          .filter(event => !OF_FINDINGS.includes(event.kind))
          .map(event => (
            <li key={event.id} data-testid="inventory-event" data-kind={event.kind}>
              {event.kind === "transition" && event.to_state ? (
                <StateChip state={event.to_state} />
              ) : (
                <span className="chip">{t(`inventory.event.${event.kind as "comment"}`)}</span>
              )}{" "}
              {event.note} {event.figure && <span className="chip">{figureText(event.figure, t)}</span>}
              <Who event={event} format={format} />
            </li>
          ))}
      </ul>
    </Card>
  );
}
