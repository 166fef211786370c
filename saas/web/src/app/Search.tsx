import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { Late } from "../ui/Late";
import { useKeyDialog } from "./useKeyDialog";

const SearchBox = lazy(() => import("./SearchBox"));

const isSearchKey = (event: KeyboardEvent) =>
  event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey;

/** ⌘K or Ctrl K: to any page, meter, enterprise, gateway or factor by a few letters. */
export function Search() {
  const { t } = useTranslation();
  const { dialog, isOpen, setOpen } = useKeyDialog(isSearchKey);
  return (
    <>
      <button
        type="button"
        className="search-open"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        title={t("search.open")}
        data-testid="search-open"
      >
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M12.5 12.5 17 17" />
        </svg>
        <span className="sr-only">{t("search.open")}</span>
      </button>
      <dialog
        ref={dialog}
        className="search"
        aria-label={t("search.title")}
        onClose={() => setOpen(false)}
        data-testid="search"
      >
        {isOpen && (
          <Late>
            <SearchBox onDone={() => setOpen(false)} />
          </Late>
        )}
      </dialog>
    </>
  );
}
