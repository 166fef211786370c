import { useTranslation } from "react-i18next";

interface Props {
  isTable: boolean;
  onToggle: () => void;
  testId?: string;
}

/** The same figures as a table. */
export function TableToggle({ isTable, onToggle, testId }: Props) {
  const { t } = useTranslation();
  return (
    <button type="button" className="quiet" aria-pressed={isTable} onClick={onToggle} data-testid={testId}>
      {isTable ? t("live.chart") : t("live.table")}
    </button>
  );
}
