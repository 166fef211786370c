import { useTranslation } from "react-i18next";
import { Problem } from "../../ui/Problem";

const SNOOZES = [60, 480, 1440, 10_080];

interface Props {
  count: number;
  people: string[];
  isBusy: boolean;
  error: unknown;
  onAcknowledge: () => void;
  onAssign: (to: string | null) => void;
  onSnooze: (minutes: number) => void;
}

/** What one does about the rows that are ticked. */
export function Actions({ count, people, isBusy, error, onAcknowledge, onAssign, onSnooze }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="alert-actions" disabled={isBusy} data-testid="alert-actions">
      <legend>{t("alerts.chosen", { count })}</legend>
      <button type="button" className="button primary" onClick={onAcknowledge} data-testid="acknowledge">
        {t("alerts.acknowledge")}
      </button>
      <label>
        {t("alerts.assign")}{" "}
        <select
          value=""
          onChange={event => onAssign(event.target.value === "-" ? null : event.target.value)}
          data-testid="assign"
        >
          <option value="" disabled>
            {t("alerts.pick_person")}
          </option>
          {people.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
          <option value="-">{t("alerts.nobody")}</option>
        </select>
      </label>
      <label>
        {t("alerts.snooze")}{" "}
        <select value="" onChange={event => onSnooze(Number(event.target.value))} data-testid="snooze">
          <option value="" disabled>
            {t("alerts.pick_time")}
          </option>
          {SNOOZES.map(minutes => (
            <option key={minutes} value={minutes}>
              {t(`alerts.snooze_${minutes as 60}`)}
            </option>
          ))}
          <option value="0">{t("alerts.snooze_0")}</option>
        </select>
      </label>
      {error !== null && error !== undefined && <Problem error={error} />}
    </fieldset>
  );
}
