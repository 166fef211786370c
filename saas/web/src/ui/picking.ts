/** What a picker shows of what it was told, and where the keys go. */

/** How many are shown at a time. */
export const SHOWN = 40;
/** As many as the server tells at once. */
const MOST = 1000;

export interface Choice {
  code: string;
  name_zh: string;
  name_en: string;
  unit?: string;
  serial?: string | null;
}

/** So many are asked for that enough are left without those that may not be chosen. */
export const limitFor = (except: readonly string[]): number => Math.min(MOST, SHOWN + except.length);

/** Those that have all of the words, as the server finds them, and may be chosen; more than are shown at a time. */
export function offered<One extends Choice>(
  found: readonly One[],
  text: string,
  except: readonly string[],
): One[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ code, name_zh, name_en, unit, serial }: One) => {
    const said = [code, name_zh, name_en, unit, serial].join(" ").toLowerCase();
    return words.every(word => said.includes(word)) && !except.includes(code);
  };
  return found.filter(fits);
}

/** The place of the mark after an arrow key. While an answer is on its way nobody knows how many there will be. */
export function moved(at: number, key: string, count: number | null): number {
  const next = Math.max(0, key === "ArrowDown" ? at + 1 : at - 1);
  return count === null ? next : Math.min(next, Math.max(0, count - 1));
}
