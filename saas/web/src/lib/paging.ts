/** How many rows of a list are shown at a time. */
export const PAGE_ROWS = 50;
const BETWEEN = " "; // log-in names have points

/**
 * What the cursors of a list are: the number of a row, its place in the order, its rank and its code, its code,
 * its log-in name, what rows are sorted by and its code, how many rows were shown, whose it is (none: the park's own)
 * and its item, or these with the use and the year.
 */
export type CursorKind =
  | "number"
  | "place"
  | "ranked"
  | "code"
  | "login"
  | "weighted"
  | "counted"
  | "line"
  | "year";

const CURSORS: Record<CursorKind, RegExp> = {
  number: /^[1-9]\d{0,18}$/,
  place: /^-?\d{1,18}-[1-9]\d{0,17}$/,
  ranked: /^\d{1,3}~[a-z0-9][a-z0-9-]{1,62}$/,
  code: /^[a-z0-9][a-z0-9-]{1,62}$/,
  login: /^\S{1,128}$/,
  counted: /^@[1-9]\d{0,8}$/,
  line: /^([a-z0-9][a-z0-9-]{1,62})?~[a-z][a-z0-9_]*(:[a-z0-9-]+)?$/,
  year: /^([a-z0-9][a-z0-9-]{1,62})?~[a-z][a-z0-9_]*(:[a-z0-9-]+)?~[a-z]{0,20}~\d{4}$/,
  weighted: /^\d{1,16}~[a-z0-9][a-z0-9-]{1,62}$/,
};

export interface Pages {
  /** Of the page that is shown; the first has none. */
  cursor: string | undefined;
  /** How many pages are before it. */
  before: number;
}

/** The cursors of the pages on the way, as the address holds them; what is none is left out. */
export const cursorsOf = (text: string | null, kind: CursorKind = "number"): string[] =>
  (text ?? "").split(BETWEEN).filter(cursor => CURSORS[kind].test(cursor));

export const textOf = (cursors: readonly string[]): string => cursors.join(BETWEEN);

/** What the API is asked for a page of rows with numbers. */
export const queryOf = (pages: Pages) => ({
  limit: PAGE_ROWS,
  ...(pages.cursor && { cursor: Number(pages.cursor) }),
});

/** What the API is asked for a page of rows by their place, or by rank and code. */
export const queryBehind = (pages: Pages) => ({
  limit: PAGE_ROWS,
  ...(pages.cursor && { cursor: pages.cursor }),
});

/** The page of a list that is here as a whole; its cursors count rows. */
export function pageOf<Row>(rows: readonly Row[], pages: Pages): { shown: Row[]; next: string | null } {
  const from = Number(pages.cursor ?? 0);
  const end = from + PAGE_ROWS;
  return { shown: rows.slice(from, end), next: end < rows.length ? String(end) : null };
}
