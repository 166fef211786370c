import { useRef } from "react";

// Often enough to be a ranking, seldom enough to be read; never under somebody's pointer or focus.
const REORDER_MS = 20_000;

/** Items by value, largest first, in an order that stays put for a while. */
export function useStableOrder<T extends { key: string; value: number }>(
  items: T[],
  isHeld: () => boolean,
): T[] {
  const memory = useRef({ at: Number.NEGATIVE_INFINITY, keys: [] as string[] });
  const now = performance.now();
  const known = new Set(memory.current.keys);
  const isNew = items.length !== known.size || items.some(item => !known.has(item.key));
  if (isNew || (now - memory.current.at > REORDER_MS && !isHeld())) {
    const keys = [...items].sort((a, b) => b.value - a.value).map(item => item.key);
    memory.current = { at: now, keys };
  }
  const position = new Map(memory.current.keys.map((key, index) => [key, index]));
  return [...items].sort((a, b) => (position.get(a.key) ?? 0) - (position.get(b.key) ?? 0));
}
