import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Copies the address of the page, which opens what is open. */
export function CopyLink() {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  return (
    <p>
      <button
        type="button"
        className="button"
        onClick={() => void navigator.clipboard?.writeText(location.href).then(() => setCopied(true))}
      >
        {isCopied ? t("explain.copied") : t("explain.copy")}
      </button>
    </p>
  );
}
