import type { TFunction } from "i18next";
import type { ConnectorState, Edge, EdgeState } from "../../api/edges";
import { edgeWords } from "../../lib/edgeWords";

/** An edge speaks each 10 s; after this without a word it is away, whatever it said last. */
const SILENT_MS = 60_000;

export const stateOf = (edge: Edge): EdgeState => (edge.state ?? {}) as EdgeState;

export type Presence = "online" | "offline" | "never";

export function presenceOf(edge: Edge, now: number): Presence {
  if (!edge.state || edge.state_at === null) return "never";
  return stateOf(edge).online && now - edge.state_at < SILENT_MS ? "online" : "offline";
}

/** What does not work or should be looked at, in words. */
export function troublesOf(t: TFunction, state: ConnectorState): string[] {
  const warnings = (state.warnings ?? []).map((text, place) =>
    edgeWords(t, state.warning_words?.[place], text),
  );
  return [edgeWords(t, state.words, state.error), ...warnings].filter(Boolean);
}

export const connectorsOf = (state: EdgeState): [string, ConnectorState][] =>
  Object.entries(state.connectors ?? {}).sort(([a], [b]) => a.localeCompare(b));
