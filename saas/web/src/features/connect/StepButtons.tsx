import { useTranslation } from "react-i18next";

interface Props {
  onBack?: (() => void) | undefined;
  next: string;
  /** Without it the button sends the form that it stands in. */
  onNext?: (() => void) | undefined;
  isBusy?: boolean;
}

/** Back and on, at the end of every step. */
export function StepButtons({ onBack, next, onNext, isBusy = false }: Props) {
  const { t } = useTranslation();
  return (
    <p className="wizard-buttons connect-buttons">
      {onBack && (
        <button type="button" className="button" onClick={onBack} data-testid="connect-back">
          {t("wizard.back")}
        </button>
      )}
      <button
        type={onNext ? "button" : "submit"}
        className="button primary"
        disabled={isBusy}
        onClick={onNext}
        data-testid="connect-next"
      >
        {next}
      </button>
    </p>
  );
}
