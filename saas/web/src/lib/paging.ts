/** How many rows of a list are shown at a time. */
export const PAGE_ROWS = 50;
const BETWEEN = ".";
const CURSOR = /^[1-9]\d{0,18}$/;

export interface Pages {
  /** Of the page that is shown; the first has none. */
  cursor: string | undefined;
  /** How many pages are before it. */
  before: number;
}

/** The cursors of the pages on the way, as the address holds them; what is none is left out. */
export const cursorsOf = (text: string | null): string[] =>
  (text ?? "").split(BETWEEN).filter(cursor => CURSOR.test(cursor));

export const textOf = (cursors: readonly string[]): string => cursors.join(BETWEEN);

/** What the API is asked for a page. */
export const queryOf = (pages: Pages) => ({
  limit: PAGE_ROWS,
  ...(pages.cursor && { cursor: Number(pages.cursor) }),
});

/** The page of a list that is here as a whole; its cursors count rows. */
export function pageOf<Row>(rows: readonly Row[], pages: Pages): { shown: Row[]; next: string | null } {
  const from = Number(pages.cursor ?? 0);
  const end = from + PAGE_ROWS;
  return { shown: rows.slice(from, end), next: end < rows.length ? String(end) : null };
}
