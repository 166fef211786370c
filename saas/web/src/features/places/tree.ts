import type { PlaceRow } from "../../api/places";
import type { Format } from "../../lib/format";
import { keyOf } from "./words";

export interface Branch {
  row: PlaceRow;
  key: string;
  level: number;
  isOpen: boolean | undefined;
}

/** The rows in sight: those whose places above are open; of a search what is found, with all above it. */
export function inSight(rows: PlaceRow[], open: ReadonlySet<string>, text: string, format: Format): Branch[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const parents = new Map(rows.map(row => [keyOf(row.place), row.parent]));
  const hasChild = new Set(rows.map(row => row.parent));
  const found = new Set<string>();
  for (const row of words.length ? rows : []) {
    const names = `${row.place.code} ${format.name(row.place)}`.toLowerCase();
    if (!words.every(word => names.includes(word))) continue;
    for (let at: string | null = keyOf(row.place); at !== null; at = parents.get(at) ?? null) found.add(at);
  }
  const levels = new Map<string, number>();
  const shown: Branch[] = [];
  for (const row of rows) {
    const key = keyOf(row.place);
    const above = row.parent === null ? 0 : levels.get(row.parent);
    const isParentOpen = row.parent === null || words.length > 0 || open.has(row.parent);
    if (above === undefined || !isParentOpen || (words.length > 0 && !found.has(key))) continue;
    levels.set(key, above + 1);
    const isOpen = words.length > 0 ? [...found].some(one => parents.get(one) === key) : open.has(key);
    shown.push({ row, key, level: above + 1, isOpen: hasChild.has(key) ? isOpen : undefined });
  }
  return shown;
}

/** What is open at first: the whole park and its enterprises' names, or one's own enterprise. */
export const openAtFirst = (rows: PlaceRow[]): string[] =>
  rows.filter(row => row.parent === null).map(row => keyOf(row.place));
