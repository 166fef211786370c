import { createContext, useContext } from "react";
import type { ExplainQuery } from "../../api/calls";

/** A number that somebody asked about: which one, what it said, and where the focus returns to. */
export interface Asked {
  query: ExplainQuery;
  clicked: number;
}

export type Ask = (asked: Asked, opener: HTMLElement) => void;

/** Null where figures are only shown, as on the wall. */
export const AskContext = createContext<Ask | null>(null);

export const useAsk = (): Ask | null => useContext(AskContext);
