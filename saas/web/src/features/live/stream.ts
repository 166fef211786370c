import type { Frame, TracePoint } from "../../api/types";

export const TRACE_LENGTH = 600;
export const DELAYED_S = 4;
export const DISCONNECTED_S = 15;

export type StreamState = "connecting" | "live" | "delayed" | "disconnected";

/** What the stream is worth, from its age and whether its connection stands. */
export function statusOf(ageS: number, isConnected: boolean, hasFrame: boolean): StreamState {
  if (!hasFrame) return isConnected ? "connecting" : "disconnected";
  if (!isConnected || ageS > DISCONNECTED_S) return "disconnected";
  return ageS > DELAYED_S ? "delayed" : "live";
}

/** The trace from its first figure on: before a gauge has spoken, nothing is known, which is not zero. */
export function known(trace: TracePoint[]): TracePoint[] {
  const first = trace.findIndex(point => point[1] !== 0);
  return first < 0 ? [] : trace.slice(first).slice(-TRACE_LENGTH);
}

/** The trace with one more point: in order, once each, at most ten minutes. */
export function append(trace: TracePoint[], frame: Frame): TracePoint[] {
  const last = trace.at(-1);
  if (frame.data_time === null || (last && last[0] >= frame.time)) return trace;
  return [...trace.slice(-TRACE_LENGTH + 1), [frame.time, frame.now.value]];
}
