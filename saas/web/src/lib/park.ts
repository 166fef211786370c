import { createContext, useContext } from "react";
import type { Membership } from "../api/types";

export const ParkContext = createContext<Membership | null>(null);

/** The park that the page is about, and as what one is in it. */
export function usePark(): Membership {
  const found = useContext(ParkContext);
  if (!found) throw new Error("usePark outside of a park's page");
  return found;
}
