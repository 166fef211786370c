import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  text: string;
  /** What is copied, for whoever hears the button and does not see what is beside it. */
  what: string;
  label?: string;
  testId?: string;
}

const SHOWN_MS = 2_000;

/** Puts a text into the clipboard and says that it did. */
export function Copy({ text, what, label, testId }: Props) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      className="button copy"
      onClick={() => void copied(text).then(setCopied)}
      aria-label={`${t(isCopied ? "edges.copied" : "edges.copy")}: ${what}`}
      data-testid={testId}
    >
      {isCopied ? t("edges.copied") : (label ?? t("edges.copy"))}
    </button>
  );
}

/** Also where the page is served without TLS and browsers keep the clipboard closed. */
async function copied(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not allowed: the old way is tried.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  return isDone;
}
