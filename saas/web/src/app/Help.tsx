import { lazy, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { Late } from "../ui/Late";
import { useKeyDialog } from "./useKeyDialog";

const HelpBox = lazy(() => import("./HelpBox"));

const TYPING = "input, textarea, select, [contenteditable=true]";

const isHelpKey = (event: KeyboardEvent) =>
  event.key === "?" &&
  !(event.metaKey || event.ctrlKey || event.altKey) &&
  !document.querySelector("dialog[open]") &&
  !(event.target as Element).closest?.(TYPING);

/** `?` or the button: what this page is for, which keys there are, and the way to all words. */
export function Help() {
  const { t } = useTranslation();
  const { dialog, isOpen, setOpen } = useKeyDialog(isHelpKey);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the address that closes it
  useEffect(() => setOpen(false), [pathname]);
  return (
    <>
      <button
        type="button"
        className="search-open help-open"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="?"
        title={t("help.open")}
        data-testid="help-open"
      >
        <span aria-hidden="true">?</span>
        <span className="sr-only">{t("help.open")}</span>
      </button>
      <dialog
        ref={dialog}
        className="search help"
        aria-label={t("help.title")}
        onClose={() => setOpen(false)}
        data-testid="help"
      >
        {isOpen && (
          <Late>
            <HelpBox pathname={pathname} onDone={() => setOpen(false)} />
          </Late>
        )}
      </dialog>
    </>
  );
}
