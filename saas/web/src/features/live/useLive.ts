import { useSyncExternalStore } from "react";
import { type LiveState, liveStore } from "./store";

/** The newest frame of a park, as long as the component is there. */
export function useLive(park: string): LiveState {
  const store = liveStore(park);
  return useSyncExternalStore(store.subscribe, store.get);
}
