import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import { type LiveState, liveStore } from "./store";

/**
 * The newest frame of a park, as long as the component is there. It is shown as a transition: the page is rendered
 * in pieces that keep nothing else waiting, and all its figures change in one moment, of one frame. The next one
 * waits until then: each frame that came would begin anew what a slow machine has not finished.
 */
export function useLive(park: string): LiveState {
  const store = liveStore(park);
  const [live, setLive] = useState(() => ({ store, state: store.get() }));
  const isShowing = useRef(false);
  const isBehind = useRef(false);
  const show = useCallback(() => {
    isBehind.current = isShowing.current;
    if (isShowing.current) return;
    isShowing.current = true;
    startTransition(() => setLive({ store, state: store.get() }));
  }, [store]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came between the first picture and this
  useEffect(() => {
    if (live.state !== store.get()) show();
    return store.subscribe(show);
  }, [store, show]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when what was set is on the page
  useEffect(() => {
    isShowing.current = false;
    if (isBehind.current) show();
  }, [live, show]);
  return live.store === store ? live.state : store.get();
}
