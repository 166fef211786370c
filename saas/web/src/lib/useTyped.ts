import { useEffect, useRef, useState } from "react";

/**
 * What is typed into a field whose text the address keeps: shown at once, and kept by the way. The address changes
 * in a transition: a field that waited for it would set back what was typed, with the caret, until then.
 */
export function useTyped(kept: string, keep: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(kept);
  const own = useRef<string[]>([]);
  useEffect(() => {
    const place = own.current.indexOf(kept);
    // What comes by itself: a link, the way back.
    if (place < 0) setText(kept);
    own.current = own.current.slice(place + 1);
  }, [kept]);
  const type = (next: string) => {
    own.current = next === kept ? [] : [...own.current, next];
    setText(next);
    keep(next);
  };
  return [text, type];
}
