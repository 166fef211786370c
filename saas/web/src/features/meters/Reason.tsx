import { useTranslation } from "react-i18next";

interface Props {
  reason: string;
  onReason: (reason: string) => void;
  file: File | null;
  onFile: (file: File | null) => void;
  isWrong: boolean;
}

/** Why, and a file that proves it: an auditor reads this years later. */
export function Reason({ reason, onReason, file, onFile, isWrong }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className="field field-wide">
        <label htmlFor="reason">{t("wizard.reason")}</label>
        <textarea
          id="reason"
          rows={2}
          maxLength={1000}
          value={reason}
          required
          aria-invalid={isWrong}
          aria-describedby="reason-hint"
          onChange={event => onReason(event.target.value)}
          data-testid="reason"
        />
        <p className={isWrong ? "field-fault" : "note"} id="reason-hint">
          {t("wizard.reason_hint")}
        </p>
      </div>
      <div className="field field-wide">
        <label htmlFor="evidence">{t("wizard.evidence")}</label>
        <input
          id="evidence"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.csv,.xlsx"
          onChange={event => onFile(event.target.files?.[0] ?? null)}
          aria-describedby="evidence-hint"
        />
        <p className="note" id="evidence-hint">
          {file ? file.name : t("wizard.evidence_hint")}
        </p>
      </div>
    </>
  );
}
