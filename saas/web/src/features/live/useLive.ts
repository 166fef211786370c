import { startTransition, useEffect, useState } from "react";
import { type LiveState, liveStore } from "./store";

/**
 * The newest frame of a park, as long as the component is there. It is shown as a transition: the page is rendered
 * in pieces that keep nothing else waiting, and all its figures change in one moment, of one frame.
 */
export function useLive(park: string): LiveState {
  const store = liveStore(park);
  const [live, setLive] = useState(() => ({ store, state: store.get() }));
  useEffect(() => {
    const show = () => startTransition(() => setLive({ store, state: store.get() }));
    show();
    return store.subscribe(show);
  }, [store]);
  return live.store === store ? live.state : store.get();
}
