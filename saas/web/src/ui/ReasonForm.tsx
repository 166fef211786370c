import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "./Problem";

interface Props {
  hint: string;
  action: string;
  isBusy: boolean;
  error: unknown;
  onDo: (reason: string) => void;
  testId: string;
  children?: ReactNode;
}

/** Something that is done with a reason only. */
export function ReasonForm({ hint, action, isBusy, error, onDo, testId, children }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const id = useId();
  return (
    <form
      className="undo field"
      onSubmit={event => {
        event.preventDefault();
        if (reason.trim()) onDo(reason.trim());
      }}
    >
      <p className="note">{hint}</p>
      {children}
      <label htmlFor={id}>{t("wizard.reason")}</label>
      <input
        id={id}
        value={reason}
        maxLength={1000}
        required
        onChange={event => setReason(event.target.value)}
        data-testid={`${testId}-reason`}
      />
      {error !== null && error !== undefined && <Problem error={error} />}
      <p>
        <button
          type="submit"
          className="button primary"
          disabled={isBusy || !reason.trim()}
          data-testid={testId}
        >
          {action}
        </button>
      </p>
    </form>
  );
}
