import { useTranslation } from "react-i18next";

interface Props {
  onBack: () => void;
  onConfigured: () => void;
}

/** Back, or on without a change here: saving goes on by itself. */
export function SourceButtons({ onBack, onConfigured }: Props) {
  const { t } = useTranslation();
  return (
    <p className="wizard-buttons connect-buttons">
      <button type="button" className="button" onClick={onBack} data-testid="connect-back">
        {t("wizard.back")}
      </button>
      <button type="button" className="button" onClick={onConfigured} data-testid="connect-next">
        {t("sources.as_it_is")}
      </button>
    </p>
  );
}
