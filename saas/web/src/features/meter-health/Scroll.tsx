import { type ReactNode, useEffect, useRef } from "react";

interface Props {
  label: string;
  isShort?: boolean;
  /** Begin at the right-hand end, where the newest is. */
  fromEnd?: unknown;
  children: ReactNode;
}

/** A part that scrolls by itself, also by keyboard. */
export function Scroll({ label, isShort = false, fromEnd, children }: Props) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (fromEnd && box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [fromEnd]);
  return (
    <section
      ref={box}
      className={isShort ? "health-scroll health-scroll-short" : "health-scroll"}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys
      tabIndex={0}
    >
      {children}
    </section>
  );
}
