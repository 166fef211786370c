import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { clonePark, planFile } from "../../api/parks";
import { Problem } from "../../ui/Problem";
import { PlanAndApply } from "./PlanAndApply";
import { codeOf } from "./steps/fields";

/** A new park made as another is: its names are asked, then it is shown as a plan, then it is made. */
export function CloneForm({ park, onDone }: { park: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [names, setNames] = useState({ name_zh: "", name_en: "", code: "" });
  const planning = useMutation({
    mutationFn: async () => {
      const text = await clonePark(park, { ...names, with_people: false });
      return { text, plan: await planFile(text) };
    },
  });
  const change = (part: Partial<typeof names>) => {
    planning.reset();
    setNames({ ...names, ...part });
  };
  return (
    <div data-testid="clone">
      <p className="note">{t("parks.clone_means")}</p>
      <form
        className="person-form"
        onSubmit={event => {
          event.preventDefault();
          planning.mutate();
        }}
      >
        <Field
          label={t("parks.name_zh")}
          testId="clone-name-zh"
          value={names.name_zh}
          max={200}
          onChange={name_zh => change({ name_zh })}
        />
        <Field
          label={t("parks.name_en")}
          testId="clone-name-en"
          value={names.name_en}
          max={200}
          onChange={name_en =>
            change({ name_en, ...(names.code === codeOf(names.name_en) && { code: codeOf(name_en) }) })
          }
        />
        <Field
          label={t("parks.code")}
          testId="clone-code"
          value={names.code}
          max={63}
          pattern="[a-z0-9][a-z0-9\-]{1,62}"
          hint={t("parks.code_hint")}
          onChange={code => change({ code })}
        />
        <button
          type="submit"
          className="button primary"
          disabled={planning.isPending}
          data-testid="clone-plan"
        >
          {t("parks.clone_plan")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("parks.cancel")}
        </button>
      </form>
      {planning.error && <Problem error={planning.error} />}
      {planning.data && <PlanAndApply key={planning.submittedAt} {...planning.data} />}
    </div>
  );
}

interface FieldProps {
  label: string;
  testId: string;
  value: string;
  max: number;
  pattern?: string;
  hint?: string;
  onChange: (text: string) => void;
}

function Field({ label, testId, value, max, pattern, hint, onChange }: FieldProps) {
  const id = useId();
  return (
    <label>
      {label}
      <input
        value={value}
        required
        maxLength={max}
        pattern={pattern}
        aria-describedby={hint && id}
        onChange={event => onChange(event.target.value)}
        data-testid={testId}
      />
      {hint && (
        <span className="note clone-hint" id={id}>
          {hint}
        </span>
      )}
    </label>
  );
}
