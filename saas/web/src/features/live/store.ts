import { getLive } from "../../api/calls";
import { ProblemError, unreachable } from "../../api/problem";
import type { Frame, Live, TracePoint } from "../../api/types";
import { type News, openFeed } from "./feed";
import { append, DELAYED_S, DISCONNECTED_S, known, type StreamState, statusOf } from "./stream";

// A stream that says nothing for so long is opened anew: the network may have dropped it without a word.
const RENEW_S = 30;
const RETRY_MS = 2000;

export interface LiveState {
  frame: Frame | null;
  trace: TracePoint[];
  status: StreamState;
  /** Whole seconds since the last frame came. */
  age: number;
  problem: ProblemError | null;
}

const NOTHING: LiveState = { frame: null, trace: [], status: "connecting", age: 0, problem: null };

/**
 * The live data of one park: snapshot, then stream; the newest frame wins. Nothing is painted while the page is
 * hidden; after a reconnection the snapshot is fetched again, so that the line has no hole.
 */
export class LiveStore {
  private state: LiveState = NOTHING;
  private readonly listeners = new Set<() => void>();
  private readonly settledListeners = new Set<() => void>();
  private closeFeed: (() => void) | null = null;
  private timer = 0;
  private retry = 0;
  private receivedAt = 0;
  private connected = true;
  private generation = 0;
  /** The snapshot that was asked for before anybody listens. */
  private ahead: Promise<Live | null> | null = null;

  constructor(private readonly park: string) {}

  readonly get = (): LiveState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => this.join(this.listeners, listener);

  /** Hear when settled figures have changed, or may have while the line was gone. */
  readonly onSettled = (listener: () => void): (() => void) => this.join(this.settledListeners, listener);

  private join(group: Set<() => void>, listener: () => void): () => void {
    if (this.isUnused()) this.start();
    group.add(listener);
    return () => {
      group.delete(listener);
      if (this.isUnused()) this.stop();
    };
  }

  private isUnused(): boolean {
    return this.listeners.size + this.settledListeners.size === 0;
  }

  /** Try again now. */
  readonly reconnect = (): void => {
    this.closeStream();
    void this.open();
  };

  /** Take the snapshot before the page is rendered; where it fails, who listens asks again. */
  readonly prepare = async (): Promise<void> => {
    if (!this.isUnused()) return;
    this.ahead = getLive(this.park).catch(() => null);
    const live = await this.ahead;
    if (live && this.isUnused()) this.take(live);
  };

  private start(): void {
    this.connected = true;
    this.timer = window.setInterval(this.tick, 1000);
    document.addEventListener("visibilitychange", this.paint);
    void this.open();
  }

  private stop(): void {
    this.generation++;
    window.clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.paint);
    this.closeStream();
  }

  private closeStream(): void {
    window.clearTimeout(this.retry);
    this.closeFeed?.();
    this.closeFeed = null;
  }

  private async open(): Promise<void> {
    const generation = ++this.generation;
    try {
      const audience = await this.snapshot(generation);
      if (generation === this.generation) this.listen(generation, audience);
    } catch (error) {
      if (generation === this.generation) this.fail(error instanceof ProblemError ? error : unreachable());
    }
  }

  private async snapshot(generation: number): Promise<string> {
    const asked = this.ahead;
    this.ahead = null;
    const ahead = await asked;
    const isOld = this.receivedAt > 0 && performance.now() - this.receivedAt > DELAYED_S * 1000;
    const live = ahead && !isOld ? ahead : await getLive(this.park);
    if (generation !== this.generation || live.frame === this.state.frame) return live.frame.audience;
    if (!this.connected) this.tellSettled();
    return this.take(live);
  }

  private take({ frame, trace }: Live): string {
    this.receivedAt = performance.now();
    this.connected = true;
    this.update({ frame, trace: append(known(trace), frame), problem: null });
    return frame.audience;
  }

  private listen(generation: number, audience: string): void {
    this.closeFeed = openFeed(this.park, audience, news => {
      if (generation === this.generation) this.hear(news);
    });
  }

  private hear(news: News): void {
    if (news.kind === "frame") this.receive(JSON.parse(news.json) as Frame);
    else if (news.kind === "lost") this.lose();
    else this.tellSettled();
  }

  private tellSettled(): void {
    for (const listener of this.settledListeners) listener();
  }

  private receive(frame: Frame): void {
    this.receivedAt = performance.now();
    this.connected = true;
    this.update({ frame, trace: append(this.state.trace, frame), problem: null });
  }

  private lose(): void {
    this.connected = false;
    this.closeStream();
    this.retry = window.setTimeout(() => void this.open(), RETRY_MS);
    this.update({});
  }

  private fail(problem: ProblemError): void {
    this.connected = problem.status !== 0;
    const isFinal = [401, 403, 404].includes(problem.status);
    if (!isFinal) this.retry = window.setTimeout(() => void this.open(), RETRY_MS);
    this.connected = false;
    this.update({ problem });
  }

  private readonly tick = (): void => {
    const silent = (performance.now() - this.receivedAt) / 1000;
    if (this.closeFeed && this.receivedAt > 0 && silent > RENEW_S) {
      this.receivedAt = performance.now() - DISCONNECTED_S * 1000 - 1000;
      this.reconnect();
    }
    this.update({});
  };

  private update(change: Partial<LiveState>): void {
    const age = this.receivedAt ? Math.floor((performance.now() - this.receivedAt) / 1000) : 0;
    const next = { ...this.state, ...change, age };
    next.status = statusOf(age, this.connected, next.frame !== null);
    const isSame =
      Object.keys(change).length === 0 &&
      next.status === this.state.status &&
      (next.status === "live" || next.age === this.state.age);
    if (isSame) return;
    this.state = next;
    this.paint();
  }

  private readonly paint = (): void => {
    if (document.visibilityState === "hidden") return;
    for (const listener of this.listeners) listener();
  };
}

const stores = new Map<string, LiveStore>();

/** The one store of a park: every part of the page reads the same frame. */
export function liveStore(park: string): LiveStore {
  let store = stores.get(park);
  if (!store) {
    store = new LiveStore(park);
    stores.set(park, store);
  }
  return store;
}

/** Forget everything: another person may log in next. */
export function forgetLive(): void {
  stores.clear();
}
