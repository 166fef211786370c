/** The nonce that the server gave this page: only style elements with it count (Content-Security-Policy). */
export const styleNonce: string =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

/**
 * Every style element made from now on carries the nonce. Ant Design gives it to most of its own, but what it
 * measures scroll bars and locks scrolling with takes none (@rc-component/util getScrollBarSize,
 * @rc-component/portal useScrollLocker).
 */
export function giveStylesTheNonce(): void {
  if (!styleNonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
    return element;
  }) as typeof document.createElement;
}
