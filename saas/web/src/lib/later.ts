import {
  type ComponentType,
  type LazyExoticComponent,
  lazy,
  startTransition,
  useEffect,
  useState,
} from "react";

const PATIENCE_MS = 500;

/**
 * When what is on the page now has been painted, and nothing else has to be done for it. A page that nobody sees is
 * not painted: there it is at once.
 */
export const painted = (): Promise<void> =>
  new Promise(resolve => {
    if (document.visibilityState === "hidden") return resolve();
    document.addEventListener("visibilitychange", () => resolve(), { once: true });
    // The frame that is painted comes after the callback, the task after the frame.
    requestAnimationFrame(() => {
      setTimeout(() => {
        if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: PATIENCE_MS });
        else resolve();
      });
    });
  });

/**
 * A part of a page whose code is large and whose figures stand in words beside it, a chart: it is asked for once
 * the figures have been painted. Its place must be kept by what stands there meanwhile.
 */
export const lazyLater = <Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> => lazy(() => painted().then(load));

/**
 * False for the first picture of a component, true from then on: the rest is rendered without blocking it. A
 * transition like the frames of the stream, which begin no rendering anew that is under way; a deferred value would
 * wait behind each of them.
 */
export function useRest(): boolean {
  const [isShown, show] = useState(false);
  useEffect(() => startTransition(() => show(true)), []);
  return isShown;
}
