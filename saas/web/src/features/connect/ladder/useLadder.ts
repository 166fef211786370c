import { useEffect, useState } from "react";
import { type Ladder, ladderUrl } from "../../../api/devices";
import { unreachable } from "../../../api/problem";

const KEY = "pc.connect.since.";

/** Since when something is being tried: kept over a reload, so that what came meanwhile is seen. */
export function sinceOf(park: string, device: string): number {
  const key = `${KEY}${park}.${device}`;
  const kept = Number(sessionStorage.getItem(key));
  if (kept) return kept;
  const now = Date.now();
  sessionStorage.setItem(key, String(now));
  return now;
}

/** The ladder as it is now, and again whenever it changes. */
export function useLadder(park: string, device: string, dialect = "fields") {
  const [ladder, setLadder] = useState<Ladder | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt opens the stream again
  useEffect(() => {
    const source = new EventSource(ladderUrl(park, device, sinceOf(park, device), dialect));
    source.addEventListener("ladder", event => {
      setError(null);
      setLadder(JSON.parse(event.data) as Ladder);
    });
    source.addEventListener("error", () => {
      // The browser tries again by itself unless the answer was a refusal.
      if (source.readyState === EventSource.CLOSED) setError(unreachable());
    });
    return () => source.close();
  }, [park, device, dialect, attempt]);
  return { ladder, error, retry: () => setAttempt(attempt + 1) };
}

/** The rung where it hangs; null where all are climbed. */
export const hangingOf = (ladder: Ladder) => ladder.rungs.find(rung => rung.state !== "ok") ?? null;
