import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

const HelpBox = lazy(() => import("./HelpBox"));

const TYPING = "input, textarea, select, [contenteditable=true]";

/** `?` or the button: what this page is for, which keys there are, and the way to all words. */
export function Help() {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.metaKey || event.ctrlKey || event.altKey) return;
      if (document.querySelector("dialog[open]") || (event.target as Element).closest?.(TYPING)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);
  // The dialog itself keeps the focus inside, and gives it back to where it was.
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
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
          <Suspense fallback={null}>
            <HelpBox pathname={pathname} onDone={() => setOpen(false)} />
          </Suspense>
        )}
      </dialog>
    </>
  );
}
