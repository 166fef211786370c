import { useTranslation } from "react-i18next";
import type { AlertChoice, AlertTemplateInfo, AlertTrial } from "../../api/alerts";
import type { Format } from "../../lib/format";
import { lengthText, subjectText, valueText } from "./words";

const MINUTE = 60_000;
const SHOWN = 12;

interface Props {
  found: AlertTrial;
  info: AlertTemplateInfo;
  choices: AlertChoice[];
  format: Format;
}

/** "Would have fired three times last week": on a line of time, and one by one. */
export function Trial({ found, info, choices, format }: Props) {
  const { t } = useTranslation();
  const { start, end, times, goes_on: goesOn } = found;
  const at = (ms: number) => `${(100 * Math.min(1, Math.max(0, (ms - start) / (end - start)))).toFixed(2)}%`;
  const width = (from: number, to: number) =>
    `${Math.max(0.4, (100 * (to - Math.max(from, start))) / (end - start)).toFixed(2)}%`;
  const listed = found.episodes.slice(-SHOWN).reverse();
  return (
    <section className="alert-trial" aria-live="polite" data-testid="trial" data-times={times}>
      <p>
        <strong>
          {found.has_past
            ? t("alerts.would_have", { count: times })
            : t("alerts.would_now", { count: goesOn })}
        </strong>{" "}
        <span className="note">
          {found.has_past
            ? t("alerts.trial_span", { from: format.moment(start), to: format.moment(end) })
            : t("alerts.no_past")}
        </span>
      </p>
      {found.has_past && times > 0 && (
        <div className="alert-line-of-time" aria-hidden="true">
          {found.episodes.map(one => (
            <span
              key={`${one.subject} ${one.start}`}
              style={{ left: at(one.start), width: width(one.start, one.end ?? end) }}
            />
          ))}
        </div>
      )}
      {listed.length > 0 && (
        <ul>
          {listed.map(one => (
            <li key={`${one.subject_kind} ${one.subject} ${one.start}`}>
              <span>{subjectText(t, format, one, choices)}</span>
              <span className="note">
                {format.moment(one.start)} ·{" "}
                {one.end === null ? t("alerts.still") : lengthText(t, format, (one.end - one.start) / MINUTE)}
                {one.worst !== null && info.unit !== null && (
                  <> · {t("alerts.worst", { value: valueText(t, format, info.unit, one.worst) })}</>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {times > listed.length && <p className="note">{t("alerts.newest", { count: listed.length })}</p>}
    </section>
  );
}
