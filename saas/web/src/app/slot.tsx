import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

/** The middle of the top bar, which a page fills with its title and state. */
export const TopSlotContext = createContext<HTMLElement | null>(null);

export function TopSlot({ children }: { children: ReactNode }) {
  const slot = useContext(TopSlotContext);
  return slot ? createPortal(children, slot) : null;
}
