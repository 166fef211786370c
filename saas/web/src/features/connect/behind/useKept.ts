import { type Dispatch, type SetStateAction, useEffect, useState } from "react";

/** State that survives a reload of the page, in this tab. Never for passwords. */
export function useKept<T>(key: string, initial: T): [T, Dispatch<SetStateAction<T>>] {
  const name = `pc.connect.${key}`;
  const [value, setValue] = useState<T>(() => read(name) ?? initial);
  useEffect(() => {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Without storage the form works as long as the page is open.
    }
  }, [name, value]);
  return [value, setValue];
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null") as T | null;
  } catch {
    return null;
  }
}
