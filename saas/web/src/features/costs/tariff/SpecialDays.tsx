import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TariffVersion } from "../../../api/types";
import { type SpecialDays as Kind, specialDays, withDays } from "./model";

interface Props {
  version: TariffVersion;
  onChange: (part: Partial<TariffVersion>) => void;
}

/** Days that are not what their weekday says: holidays, and Saturdays and Sundays that are worked. */
export function SpecialDays({ version, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t("tariff.special_days")}</legend>
      {(["holidays", "workdays"] as const).map(kind => (
        <DayList key={kind} kind={kind} version={version} onChange={onChange} />
      ))}
    </fieldset>
  );
}

function DayList({ kind, version, onChange }: Props & { kind: Kind }) {
  const { t } = useTranslation();
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  const days = version[kind] ?? [];
  const added = specialDays(version, kind, first, last || first);
  return (
    <div className="tariff-days" data-testid={`tariff-${kind}`}>
      <strong>{t(`tariff.${kind}`)}</strong>
      <p className="note">{t(`tariff.${kind}_hint`)}</p>
      <div className="tariff-fields">
        <label>
          {t("tariff.first_day")}
          <input type="date" value={first} onChange={event => setFirst(event.target.value)} />
        </label>
        <label>
          {t("tariff.last_day")}
          <input type="date" value={last} min={first} onChange={event => setLast(event.target.value)} />
        </label>
        <button
          type="button"
          className="button"
          disabled={added.length === 0}
          onClick={() => {
            onChange({ [kind]: withDays(days, added) });
            setFirst("");
            setLast("");
          }}
        >
          {t("tariff.add_days", { count: added.length })}
          <span className="sr-only"> {t(`tariff.${kind}`)}</span>
        </button>
      </div>
      <ul className="tariff-day-list">
        {days.map(day => (
          <li key={day} className="tariff-day">
            {day}
            <button
              type="button"
              className="quiet"
              aria-label={t("tariff.remove_day", { day })}
              onClick={() => onChange({ [kind]: days.filter(other => other !== day) })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
