import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Ruleset } from "../../api/inventory";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Segmented } from "../../ui/Segmented";
import { choices, fitting, GWP_SETS, type View, WHOLE } from "./question";

/** What the parts of the page have in common. */
export interface Shared {
  view: View;
  rulesets: Ruleset[];
  owners: ReadonlyMap<string, Names>;
  format: Format;
}

/** Period, boundary, ruleset, basis and GWP set. */
export function Pickers({
  view,
  rulesets,
  owners,
  format,
  isBasisShown,
}: Shared & { isBasisShown: boolean }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { years, months } = choices(Date.now(), park.timezone);
  const chosen = rulesets.find(found => found.code === view.ruleset);
  const known = [...years, ...months];
  return (
    <div className="inventory-pickers">
      <Choice
        label={t("inventory.period")}
        value={view.period}
        onChange={period => view.set({ period })}
        name="period"
      >
        {!known.includes(view.period) && <option value={view.period}>{view.period}</option>}
        <optgroup label={t("inventory.years")}>
          {years.map(year => (
            <option key={year} value={year}>
              {year}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("inventory.months")}>
          {months.map(month => (
            <option key={month} value={month}>
              {format.calendarMonth(month)}
            </option>
          ))}
        </optgroup>
      </Choice>
      {role !== "enterprise" && (
        <Choice
          label={t("inventory.boundary")}
          value={view.enterprise ?? ""}
          onChange={code => view.set({ enterprise: code || null, ruleset: null, approach: null, by: null })}
          name="boundary"
        >
          <option value="">{t("locks.whole_park")}</option>
          {[...owners].map(([code, names]) => (
            <option key={code} value={code}>
              {format.name(names)}
            </option>
          ))}
        </Choice>
      )}
      <Choice
        label={t("inventory.ruleset")}
        value={view.ruleset}
        onChange={ruleset => view.set({ ruleset, approach: null })}
        name="ruleset"
      >
        {fitting(rulesets, view.enterprise).map(found => (
          <option key={found.code} value={found.code}>
            {format.name(found)}
          </option>
        ))}
      </Choice>
      {chosen?.gases === null && (
        <Choice label="GWP" value={view.gwp} onChange={gwp => view.set({ gwp })} name="gwp">
          {GWP_SETS.map(name => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      {chosen && chosen.approaches.length > 0 && (
        <Choice
          label={t("inventory.approach")}
          value={view.approach ?? ""}
          onChange={approach => view.set({ approach: approach || WHOLE })}
          name="approach"
        >
          <option value="">{t("inventory.approach_whole")}</option>
          {chosen.approaches.map(name => (
            <option key={name} value={name}>
              {t(`inventory.approach_${name as "equity_share"}`)}
            </option>
          ))}
        </Choice>
      )}
      {isBasisShown && chosen && chosen.bases.length > 1 && (
        <Segmented
          label={t("inventory.basis")}
          value={view.basis}
          options={chosen.bases.map(value => ({ value, label: t(`inventory.basis_${value}`) }))}
          onChange={basis => view.set({ basis })}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  name: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Choice({ label, value, name, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <p className="inventory-choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={event => onChange(event.target.value)}
        data-testid={`inventory-${name}`}
      >
        {children}
      </select>
    </p>
  );
}
