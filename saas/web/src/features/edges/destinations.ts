import type { DestinationState, EdgeState } from "../../api/edges";

/** Where the readings go, this platform first; empty where there is nothing but it. */
export function destinationsOf(state: EdgeState): [string, DestinationState][] {
  // The order of names is the database's: short ones come first.
  const all = Object.entries(state.destinations ?? {});
  return all.length > 1 ? all.sort(([, a], [, b]) => Number(b.here ?? false) - Number(a.here ?? false)) : [];
}
