import { useTranslation } from "react-i18next";
import { useFormat } from "../../../lib/format";
import { SelectField, type StepProps } from "./fields";

export function RulesStep({ answers, choices, change }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rules } = answers;
  const usual = choices.factor_sets.filter(one => !one.optional).map(one => one.code);
  const chosen = rules.factor_sets ?? usual;
  return (
    <div className="wizard-fields">
      <SelectField
        label={t("parks.ruleset")}
        field="ruleset"
        value={rules.ruleset}
        options={choices.rulesets.map(one => ({ value: one.code, label: format.name(one) }))}
        hint={t("parks.ruleset_hint")}
        onChange={ruleset => change({ rules: { ...rules, ruleset } })}
      />
      <fieldset className="wizard-checks wizard-sets">
        <legend>{t("parks.factor_sets")}</legend>
        <p className="note">{t("parks.factor_sets_hint")}</p>
        {choices.factor_sets.map(one => (
          <label key={one.code}>
            <input
              type="checkbox"
              checked={chosen.includes(one.code)}
              onChange={event => {
                const next = event.target.checked
                  ? [...chosen, one.code]
                  : chosen.filter(code => code !== one.code);
                const isUsual = next.length === usual.length && next.every((code, i) => code === usual[i]);
                change({ rules: { ...rules, factor_sets: isUsual ? null : next } });
              }}
            />
            <span>
              <strong>{one.title}</strong>
              <span className="note">{one.code}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
