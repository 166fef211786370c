/** How browsers say that a part of the code did not come; Vite, that its style sheet did not. */
const NOT_LOADED = [
  "dynamically imported module", // Chromium, Firefox
  "Importing a module script failed", // Safari
  "Unable to preload CSS", // Vite
];

/** The code of a page is there no longer: a newer version runs, or the way to it is broken. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && NOT_LOADED.some(words => error.message.includes(words));
