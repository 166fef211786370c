import type { QueryClient } from "@tanstack/react-query";
import type { Membership } from "../api/types";

/** What a page asks the server before it is rendered first. It fails never: what did not come is asked for again. */
export type AskFirst = (client: QueryClient, member: Membership, search: URLSearchParams) => Promise<unknown>;

/** What the module of a page may export as `handle`. */
export interface Handle {
  askFirst: AskFirst;
}

let isStarting = true;

/** The first picture is on the page. */
export const started = (): void => {
  isStarting = false;
};

/** An answer that came for the first picture is not asked for again by it; from then on each is by who comes new. */
export const freshFor = (): number => (isStarting ? Number.POSITIVE_INFINITY : 0);
