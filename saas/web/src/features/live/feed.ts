import { streamUrl } from "../../api/calls";

/** What comes of a stream: a frame as JSON, that settled figures have changed, or that the line is gone. */
export type News = { kind: "frame"; json: string } | { kind: "settled" } | { kind: "lost" };

/**
 * The stream of a park, once in a browser: the tab that holds the lock reads it and passes on what comes, the
 * others listen. A tab that closes gives the lock to the next; a lost line is everybody's, and each begins anew.
 * Browsers offer locks to pages that came safely only: elsewhere each tab has a stream of its own.
 */
export function openFeed(park: string, audience: string, hear: (news: News) => void): () => void {
  const name = `parkcarbon:live:${park}:${audience}`;
  const closed = new AbortController();
  if (!("locks" in navigator)) {
    closed.signal.addEventListener("abort", read(park, hear));
    return () => closed.abort();
  }
  const tabs = new BroadcastChannel(name);
  tabs.addEventListener("message", event => hear(event.data as News));
  const tell = (news: News) => {
    tabs.postMessage(news);
    hear(news);
  };
  const lead = () =>
    new Promise<void>(release => {
      const stop = read(park, tell);
      closed.signal.addEventListener("abort", () => {
        stop();
        release();
      });
    });
  // Who gives up while waiting is told so by an error; that is what was wanted.
  navigator.locks.request(name, { signal: closed.signal }, lead).catch(() => undefined);
  return () => {
    closed.abort();
    tabs.close();
  };
}

function read(park: string, hear: (news: News) => void): () => void {
  const source = new EventSource(streamUrl(park));
  source.addEventListener("frame", event => hear({ kind: "frame", json: event.data as string }));
  source.addEventListener("settled", () => hear({ kind: "settled" }));
  source.addEventListener("error", () => hear({ kind: "lost" }));
  return () => source.close();
}
