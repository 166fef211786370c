import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Segmented } from "../../ui/Segmented";
import { choices } from "../inventory/question";
import type { View } from "./usePlaces";

/** The period and the measure, and the way between tree and plan. */
export function Head({ view, hasMeasure = true }: { view: View; hasMeasure?: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  return (
    <header className="flow-head">
      <Period view={view} format={format} />
      {hasMeasure && (
        <Segmented
          label={t("places.measure")}
          value={view.measure}
          options={[
            { value: "carbon", label: t("places.carbon") },
            { value: "energy", label: t("places.energy") },
          ]}
          onChange={value => view.set({ measure: value === "energy" ? value : null })}
        />
      )}
      <nav className="flow-files" aria-label={t("places.views")}>
        <NavLink className="button" end to={`/p/${park.code}/places${view.kept}`}>
          {t("app.places")}
        </NavLink>
        <NavLink className="button" to={`/p/${park.code}/site-plan${view.kept}`}>
          {t("app.site_plan")}
        </NavLink>
      </nav>
    </header>
  );
}

function Period({ view, format }: { view: View; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { years, months } = choices(Date.now(), park.timezone);
  return (
    <p className="inventory-choice">
      <label htmlFor="places-period">{t("inventory.period")}</label>
      <select
        id="places-period"
        value={view.period}
        onChange={event => view.set({ period: event.target.value })}
        data-testid="places-period"
      >
        {![...years, ...months].includes(view.period) && <option value={view.period}>{view.period}</option>}
        <optgroup label={t("inventory.months")}>
          {months.map(month => (
            <option key={month} value={month}>
              {format.calendarMonth(month)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("inventory.years")}>
          {years.map(year => (
            <option key={year} value={year}>
              {year}
            </option>
          ))}
        </optgroup>
      </select>
    </p>
  );
}
