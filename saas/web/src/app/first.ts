/**
 * What a page asks the server first, below `/api/v1/parks/{park}/`: the browser asks for it before the code of the
 * page is there (src/first-paint.js), and the page takes that answer. Only what every role asks for, without
 * anything that an answer before it says.
 */
export const FIRST_ASKED: Readonly<Record<string, readonly string[]>> = {
  live: ["live", "live/day"],
  meters: ["meters?limit=50"],
  inventory: ["rulesets", "enterprises"],
  sources: ["sources?sort=category&limit=50"],
};
