import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditChange, AuditEvent } from "../../api/people";
import type { Format } from "../../lib/format";
import { Scroll } from "../meter-health/Scroll";

/** The part of a value that a table cell can hold. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return "\u2013";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function AuditTable({ events, format }: { events: AuditEvent[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("audit.events")}>
      <table className="table audit">
        <thead>
          <tr>
            <th scope="col" className="right">
              #
            </th>
            <th scope="col">{t("audit.when")}</th>
            <th scope="col">{t("audit.who")}</th>
            <th scope="col">{t("audit.what")}</th>
            <th scope="col">{t("audit.outcome")}</th>
            <th scope="col">{t("audit.changes")}</th>
          </tr>
        </thead>
        <tbody>
          {events.map(event => (
            <Row key={event.number} event={event} format={format} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ event, format }: { event: AuditEvent; format: Format }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const actionName = useActionName();
  return (
    <>
      <tr data-testid="audit-event" data-action={event.action} data-outcome={event.outcome}>
        <td className="right">{format.number(event.number)}</td>
        <td className="nowrap">{format.dateTime(event.time)}</td>
        <td>
          {event.actor || t("audit.nobody")}
          <span className="term-sub">
            {t(`audit.kind_${event.kind}`)} · {event.address}
          </span>
        </td>
        <td>
          <span title={event.action}>{actionName(event.action)}</span>
          {event.object && (
            <span className="term-sub wrap">
              {t("audit.object")} <code>{event.object}</code>
            </span>
          )}
        </td>
        <td>
          {event.outcome === "done" ? (
            t("audit.outcome_done")
          ) : (
            <>
              <strong>{t("audit.outcome_refused")}</strong>
              <code className="term-sub">{event.outcome}</code>
            </>
          )}
        </td>
        <td>
          {event.changed > 0 && (
            <button type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t("audit.rows", { count: event.changed })}
              <span className="sr-only"> {event.number}</span>
            </button>
          )}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6}>
            {event.changes.map((change, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what has been is in a fixed order
              <Change key={index} change={change} />
            ))}
            {event.changed > event.changes.length && (
              <p className="note">{t("audit.more_rows", { count: event.changed - event.changes.length })}</p>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** What an action is called: of the web by its name, of the command line by its words. */
function useActionName(): (action: string) => string {
  const { t } = useTranslation();
  return action => {
    const [first, ...words] = action.split("_");
    if (first === "command") return t("audit.action.command", { words: `parkcarbon ${words.join(" ")}` });
    const key = action.replaceAll(/[ -]/g, "_");
    return t(`audit.action.${key}` as "audit.action.session_log_in", { defaultValue: action });
  };
}

function Change({ change }: { change: AuditChange }) {
  const { t } = useTranslation();
  const columns = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])];
  const name = Object.entries(change.row)
    .map(([key, value]) => `${key} ${shown(value)}`)
    .join(", ");
  return (
    <table className="table audit-change">
      <caption>
        <strong>{change.table}</strong> {name}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t("audit.column")}</th>
          <th scope="col">{t("audit.before")}</th>
          <th scope="col">{t("audit.after")}</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(column => (
          <tr key={column}>
            <th scope="row">
              <code>{column}</code>
            </th>
            <td className="wrap">{shown(change.before[column])}</td>
            <td className="wrap">{shown(change.after[column])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
