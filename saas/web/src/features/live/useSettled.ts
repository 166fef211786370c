import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { painted } from "../../lib/later";
import { liveStore } from "./store";

/** Queries that show settled quarter hours and hours as they stand; what is frozen or asked for once is not here. */
const SHOWN = new Set([
  "benchmark",
  "budget",
  "budgets",
  "cost-ranking",
  "costs",
  "day",
  "demand",
  "flows",
  "home",
  "place",
  "place-heat",
  "places",
  "resources",
  "series",
]);
/** What changes by the clock alone (a new day, a period that ends) is asked for again so often. */
export const BY_CLOCK_MS = 300_000;
// Meters settle every few seconds; a figure of a day need not follow each of them.
const AT_MOST_EVERY_MS = 30_000;

/** What the page shows of a park's settled figures is asked for again when they have changed. */
export function useSettled(park: string): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer = 0;
    let last = Number.NEGATIVE_INFINITY;
    let isDue = false;
    const ask = () => {
      if (!isDue || document.visibilityState === "hidden") return;
      isDue = false;
      last = performance.now();
      void client.invalidateQueries({
        predicate: ({ queryKey: [what, whose] }) => whose === park && SHOWN.has(String(what)),
      });
    };
    const changed = () => {
      isDue = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, Math.max(0, last + AT_MOST_EVERY_MS - performance.now()));
    };
    document.addEventListener("visibilitychange", ask);
    let leave: (() => void) | undefined;
    let isGone = false;
    // A page that shows no live figures need not share the line and the server with a stream before it is painted.
    void painted().then(() => {
      if (!isGone) leave = liveStore(park).onSettled(changed);
    });
    return () => {
      isGone = true;
      leave?.();
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [client, park]);
}
