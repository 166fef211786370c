import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "../../../api/parks";
import { type StepProps, TextField } from "./fields";

type Goal = DraftAnswers["targets"][number];

export function TargetsStep({ answers, change }: StepProps) {
  const { t } = useTranslation();
  const goals = answers.targets;
  const set = (at: number, part: Partial<Goal>) =>
    change({ targets: goals.map((goal, i) => (i === at ? { ...goal, ...part } : goal)) });
  const next = Math.max(new Date().getFullYear(), ...goals.map(goal => goal.year + 1));
  return (
    <div className="wizard-rows">
      {goals.map((goal, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while it is typed
        <fieldset className="wizard-row" key={i}>
          <legend className="sr-only">{t("parks.target_number", { number: i + 1 })}</legend>
          <TextField
            label={t("parks.year")}
            field={`${i}.year`}
            type="number"
            value={String(goal.year)}
            onChange={value => set(i, { year: Number(value) })}
          />
          <TextField
            label={t("parks.target_value")}
            field={`${i}.value`}
            type="number"
            value={goal.value}
            onChange={value => set(i, { value: value || "0" })}
            testId={`target-value-${i}`}
          />
          <button
            type="button"
            className="quiet"
            onClick={() => change({ targets: goals.filter((_, at) => at !== i) })}
          >
            {t("parks.take_out")}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        className="button"
        onClick={() => change({ targets: [...goals, { year: next, value: "0" }] })}
        data-testid="target-add"
      >
        {t("parks.add_target")}
      </button>
    </div>
  );
}
