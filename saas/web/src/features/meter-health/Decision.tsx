import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../ui/Problem";

interface Choice<T extends string> {
  value: T;
  label: string;
  isPrimary?: boolean;
}

interface Props<T extends string> {
  count: number;
  choices: Choice<T>[];
  isBusy: boolean;
  error: unknown;
  onDecide: (choice: T, note: string) => void;
}

/** What is decided about the chosen rows, with the reason that an auditor will read. */
export function Decision<T extends string>({ count, choices, isBusy, error, onDecide }: Props<T>) {
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  const id = useId();
  const isReady = note.trim() !== "";
  return (
    <form className="health-decision" onSubmit={event => event.preventDefault()} data-testid="decision">
      <label htmlFor={id}>{t("health.note", { count })}</label>
      <input
        id={id}
        value={note}
        maxLength={1000}
        required
        placeholder={t("health.note_hint")}
        onChange={event => setNote(event.target.value)}
        data-testid="decision-note"
      />
      {choices.map(choice => (
        <button
          key={choice.value}
          type="button"
          className={choice.isPrimary ? "button primary" : "button"}
          disabled={isBusy || !isReady}
          onClick={() => onDecide(choice.value, note)}
          data-testid={`decide-${choice.value}`}
        >
          {choice.label}
        </button>
      ))}
      {error !== null && error !== undefined && <Problem error={error} />}
    </form>
  );
}
