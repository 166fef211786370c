import { useTranslation } from "react-i18next";
import { SelectField, type StepProps } from "./fields";

const BOUNDARIES = ["territory", "operational_control", "financial_control"] as const;
const SCOPES = [1, 2, 3] as const;

export function ScopeStep({ answers, change }: StepProps) {
  const { t } = useTranslation();
  const { scope } = answers;
  return (
    <div className="wizard-fields">
      <SelectField
        label={t("parks.boundary")}
        field="boundary"
        value={scope.boundary}
        options={BOUNDARIES.map(value => ({ value, label: t(`parks.boundary_${value}`) }))}
        hint={t(`parks.boundary_hint_${scope.boundary}`)}
        onChange={value =>
          change({ scope: { ...scope, boundary: BOUNDARIES.find(one => one === value) ?? scope.boundary } })
        }
      />
      <fieldset className="wizard-checks">
        <legend>{t("parks.scopes")}</legend>
        {SCOPES.map(one => (
          <label key={one}>
            <input
              type="checkbox"
              checked={scope.scopes.includes(one)}
              onChange={event =>
                change({
                  scope: {
                    ...scope,
                    scopes: SCOPES.filter(s => (s === one ? event.target.checked : scope.scopes.includes(s))),
                  },
                })
              }
            />
            <span>
              <strong>{t(`parks.scope_${one}`)}</strong>
              <span className="note">{t(`parks.scope_hint_${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
