import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { type CursorKind, cursorsOf, PAGE_ROWS, type Pages, pageOf, textOf } from "../lib/paging";

export interface Moving extends Pages {
  onward: (cursor: string) => void;
  back: () => void;
  /** To the newest rows: what was made just now is among them. */
  first: () => void;
}

/** Where one is in a list: the address holds the cursors of the pages on the way, so that it can be sent. */
export function usePages(name = "page", kind: CursorKind = "number"): Moving {
  const [parameters, setParameters] = useSearchParams();
  const cursors = cursorsOf(parameters.get(name), kind);
  const to = (next: readonly string[]) =>
    setParameters(old => {
      const changed = new URLSearchParams(old);
      if (next.length > 0) changed.set(name, textOf(next));
      else changed.delete(name);
      return changed;
    });
  return moving(cursors, to);
}

/** Where one is in a list of a drawer: its own, and forgotten with it. */
export function useOwnPages(): Moving {
  return moving(...useState<readonly string[]>([]));
}

function moving(cursors: readonly string[], to: (next: readonly string[]) => void): Moving {
  return {
    cursor: cursors.at(-1),
    before: cursors.length,
    onward: cursor => cursor !== cursors.at(-1) && to([...cursors, cursor]),
    back: () => to(cursors.slice(0, -1)),
    first: () => cursors.length > 0 && to([]),
  };
}

/** The rows to show of a list that is here as a whole, and what goes below them. */
export function paged<Row>(rows: readonly Row[], pages: Moving): { shown: Row[]; pager: React.ReactNode } {
  const { shown, next } = pageOf(rows, pages);
  return { shown, pager: <Pager pages={pages} next={next} rows={shown.length} /> };
}

interface Props {
  pages: Moving;
  /** Of the page after this one; null: there is none. */
  next: string | null | undefined;
  /** How many rows this page has. */
  rows: number;
  /** How many rows a full page has. */
  size?: number;
  /** The rows are still those of the page before. */
  isOld?: boolean;
}

/** To the rows before and after, where a list has more than one page. */
export function Pager({ pages, next, rows, size = PAGE_ROWS, isOld = false }: Props) {
  const { t } = useTranslation();
  if (pages.before === 0 && !next) return null;
  const first = pages.before * size;
  return (
    <nav className="pager" aria-label={t("pager.label")} data-testid="pager">
      <button
        type="button"
        className="button"
        disabled={pages.before === 0}
        onClick={pages.back}
        data-testid="pager-newer"
      >
        {t("pager.previous")}
      </button>
      <span role="status" aria-busy={isOld}>
        {isOld ? "…" : rows > 0 ? t("pager.rows", { from: first + 1, to: first + rows }) : t("pager.none")}
      </span>
      <button
        type="button"
        className="button"
        disabled={!next || isOld}
        onClick={() => next && pages.onward(next)}
        data-testid="pager-older"
      >
        {t("pager.next")}
      </button>
    </nav>
  );
}
