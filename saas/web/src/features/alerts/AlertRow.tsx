import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Alert } from "../../api/alerts";
import type { Format } from "../../lib/format";
import { addressOf, lengthText, saidText, subjectText } from "./words";

export const CHIP = { error: "chip chip-bad", warning: "chip chip-warn", information: "chip" } as const;
const MINUTE = 60_000;

interface Props {
  alert: Alert;
  park: string;
  format: Format;
  isChosen: boolean;
  /** Whether the one who looks may do something about it. */
  isMine: boolean;
  onToggle: (() => void) | undefined;
}

/** One alert: what, where, since when, who does something about it, and the way there. */
export function AlertRow({ alert, park, format, isChosen, isMine, onToggle }: Props) {
  const { t } = useTranslation();
  const what = alert.rule_name || t(`alerts.template_${alert.template}`);
  const name = subjectText(t, format, alert);
  const isOver = alert.resolved_at !== null;
  const lasted = ((alert.resolved_at ?? Date.now()) - alert.began_at) / MINUTE;
  return (
    <tr data-testid="alert" data-template={alert.template} data-subject={alert.subject}>
      {onToggle && (
        <td>
          {isMine && !isOver && (
            <input
              type="checkbox"
              checked={isChosen}
              onChange={onToggle}
              aria-label={t("health.choose_one", { what, name })}
            />
          )}
        </td>
      )}
      <th scope="row">
        <span className={CHIP[alert.severity]}>{t(`health.severity_${alert.severity}`)}</span> {what}
        <span className="term-sub">{saidText(t, format, alert)}</span>
      </th>
      <td>
        {name}
        {alert.subject_kind !== "park" && alert.subject_kind !== "budget" && (
          <span className="term-sub">
            <code>{alert.subject}</code>
          </span>
        )}
      </td>
      <td className="nowrap">
        {format.moment(alert.began_at)}
        <span className="term-sub">
          {t(isOver ? "alerts.lasted" : "alerts.lasts", {
            length: lengthText(t, format, Math.max(0, lasted)),
          })}
        </span>
      </td>
      <td>
        <Done alert={alert} format={format} />
      </td>
      <td className="right">
        <Link className="button" to={addressOf(park, alert)} data-testid="alert-link">
          {t("alerts.look")}
          <span className="sr-only"> – {name}</span>
        </Link>
      </td>
    </tr>
  );
}

function Done({ alert, format }: { alert: Alert; format: Format }) {
  const { t } = useTranslation();
  const lines = [
    alert.resolved_at !== null && t("alerts.over", { time: format.moment(alert.resolved_at) }),
    alert.assignee !== null && t("alerts.cares", { name: alert.assignee }),
    alert.acknowledged_by !== null && t("alerts.seen_by", { name: alert.acknowledged_by }),
    alert.resolved_at === null &&
      alert.snoozed_until !== null &&
      alert.snoozed_until > Date.now() &&
      t("alerts.snoozed_until", { time: format.moment(alert.snoozed_until) }),
  ].filter(line => line !== false);
  if (lines.length === 0) return <span className="note">{t("alerts.new")}</span>;
  return (
    <>
      {lines.map(line => (
        <span key={line} className="alert-line">
          {line}
        </span>
      ))}
    </>
  );
}
