import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  evidenceUrl,
  type LifeCorrection,
  type LifeEvent,
  type PointLife,
  undoCorrection,
  undoEvent,
} from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { paged, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import { groupDecimal } from "./decimals";
import { type Entry, entriesOf } from "./entries";

interface Props {
  life: PointLife;
  format: Format;
  canWrite: boolean;
}

/** Everything that was done to the point, the latest first; what was taken back stays, struck through. */
export function Timeline({ life, format, canWrite }: Props) {
  const { t } = useTranslation();
  const entries = entriesOf(life);
  const { shown, pager } = paged(entries, usePages());
  return (
    <Card title={t("meter.timeline")} summary={t("meter.timeline_sub")}>
      {entries.length === 0 && <p className="note">{t("meter.timeline_empty")}</p>}
      <ol className="timeline" data-testid="timeline">
        {shown.map(entry => (
          <EntryItem key={entry.key} entry={entry} life={life} format={format} canWrite={canWrite} />
        ))}
      </ol>
      {pager}
    </Card>
  );
}

function EntryItem({
  entry,
  life,
  format,
  canWrite,
}: {
  entry: Entry;
  life: PointLife;
  format: Format;
  canWrite: boolean;
}) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const [isUndoing, setUndoing] = useState(false);
  const { item } = entry;
  const title = entry.of === "event" ? label("event", item.kind) : t(`meter.${entry.item.kind}`);
  return (
    <li
      className={item.undone ? "is-undone" : ""}
      data-testid="life-entry"
      data-kind={item.kind}
      data-undone={item.undone !== null}
    >
      <p className="timeline-head">
        {item.undone ? <del>{title}</del> : <strong>{title}</strong>}
        <time dateTime={new Date(entry.time).toISOString()}>{format.dateTime(entry.time)}</time>
      </p>
      <p>
        {entry.of === "event" ? (
          <EventText event={entry.item} format={format} />
        ) : (
          <CorrectionText item={entry.item} life={life} format={format} />
        )}
      </p>
      <p className="note">
        {item.reason} · {item.author} · {format.dateTime(item.created_at)}
        {item.evidence && (
          <>
            {" · "}
            <a href={evidenceUrl(park.code, item.evidence.id)}>{item.evidence.name}</a>
          </>
        )}
      </p>
      {item.undone && (
        <p className="note">
          {t("meter.undone", { author: item.undone.author, time: format.dateTime(item.undone.time) })}:{" "}
          {item.undone.reason}
        </p>
      )}
      {canWrite && !item.undone && !isUndoing && (
        <button type="button" className="quiet" onClick={() => setUndoing(true)} data-testid="undo-open">
          {t("meter.undo")}
          <span className="sr-only"> {title}</span>
        </button>
      )}
      {isUndoing && <Undo entry={entry} point={life.point.code} onClose={() => setUndoing(false)} />}
    </li>
  );
}

function EventText({ event, format }: { event: LifeEvent; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const shown = Object.entries(event.details).filter(([, value]) => value !== null);
  const unknown = Object.entries(event.details).filter(([, value]) => value === null);
  const text = (name: string, value: unknown) => {
    if (name === "to" || name === "valid_to") return format.dateTime(Number(value));
    if (name === "rule") return label("rule", String(value));
    return groupDecimal(String(value));
  };
  return (
    <>
      {shown.map(([name, value]) => `${label("detail", name)} ${text(name, value)}`).join(" · ")}
      {unknown.map(([name]) => ` · ${label("detail", name)} ${t("meter.unknown")}`).join("")}
    </>
  );
}

function CorrectionText({ item, life, format }: { item: LifeCorrection; life: PointLife; format: Format }) {
  const { t } = useTranslation();
  return (
    <>
      {format.dateTime(item.from_time).slice(0, -3)} – {format.dateTime(item.to_time).slice(0, -3)}
      {item.amount_base !== null &&
        ` · ${t("meter.amount")} ${showQuantity(item.amount_base, life.base_unit, format)}`}
    </>
  );
}

/** Take something back, with the reason. */
function Undo({ entry, point, onClose }: { entry: Entry; point: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const undoing = useMutation({
    mutationFn: async () => {
      const undo = entry.of === "event" ? undoEvent : undoCorrection;
      await undo(park.code, point, entry.item.id, reason);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["series", park.code] });
      await client.invalidateQueries({ queryKey: ["point", park.code] });
      onClose();
    },
  });
  const id = `undo-${entry.key}`;
  return (
    <form
      className="form undo"
      onSubmit={event => {
        event.preventDefault();
        undoing.mutate();
      }}
    >
      <label htmlFor={id}>{t("meter.undo_reason")}</label>
      <input
        id={id}
        value={reason}
        required
        maxLength={1000}
        onChange={event => setReason(event.target.value)}
        data-testid="undo-reason"
      />
      {undoing.error && <Problem error={undoing.error} />}
      <p className="chips">
        <button type="submit" className="button primary" disabled={undoing.isPending} data-testid="undo">
          {t("meter.undo")}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t("quarantine.cancel")}
        </button>
      </p>
    </form>
  );
}
