import { createContext, type ReactNode, useContext, useId } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswers, DraftMistake, WizardChoices } from "../../../api/parks";

export interface StepProps {
  answers: DraftAnswers;
  choices: WizardChoices;
  change: (part: Partial<DraftAnswers>) => void;
}

export const MistakesContext = createContext<DraftMistake[]>([]);

/** What is wrong with a field of the step, in words. */
function useMistake(field: string): string | null {
  const { t } = useTranslation();
  const found = useContext(MistakesContext).find(one => one.field === field);
  return found ? (t(`parks.mistake.${found.what}` as never, { about: found.about }) as string) : null;
}

interface FieldProps {
  label: string;
  field: string;
  hint?: string;
  children: (input: { id: string; "aria-invalid": boolean; "aria-describedby": string }) => ReactNode;
}

/** A labelled input with what is wrong about it below. */
export function Field({ label, field, hint, children }: FieldProps) {
  const id = useId();
  const wrong = useMistake(field);
  return (
    <div className="wizard-field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-invalid": wrong !== null, "aria-describedby": `${id}-told` })}
      <span id={`${id}-told`} className={wrong ? "field-error" : "note"}>
        {wrong ?? hint}
      </span>
    </div>
  );
}

interface TextProps {
  label: string;
  field: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  testId?: string;
  type?: "text" | "number";
  list?: string;
}

/** A line of text. */
export function TextField({ label, field, value, onChange, hint, testId, type = "text", list }: TextProps) {
  return (
    <Field label={label} field={field} {...(hint !== undefined && { hint })}>
      {input => (
        <input
          {...input}
          type={type}
          value={value}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          list={list}
          onChange={event => onChange(event.target.value)}
          data-testid={testId}
        />
      )}
    </Field>
  );
}

interface SelectProps {
  label: string;
  field: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
  hint?: string;
  testId?: string;
}

/** One of several. */
export function SelectField({ label, field, value, options, onChange, hint, testId }: SelectProps) {
  return (
    <Field label={label} field={field} {...(hint !== undefined && { hint })}>
      {input => (
        <select
          {...input}
          value={value}
          onChange={event => onChange(event.target.value)}
          data-testid={testId}
        >
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A code made of a name: small letters, digits, hyphens. */
export const codeOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
