/** Under which name the page to return to is kept while the browser is at the provider. */
export const NEXT = "parkcarbon.next";

/** A path of this application; anything else would send people elsewhere. */
export function safePath(next: string | null): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}
