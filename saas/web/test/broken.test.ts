import assert from "node:assert/strict";
import { test } from "node:test";
import { isOutdated } from "../src/app/outdated.ts";
import { namedAt, PAGES } from "../src/app/pages.ts";

test("a part of the code that did not come is told from a page that failed", () => {
  // As Chromium, Firefox, Safari and Vite say it.
  for (const words of [
    "Failed to fetch dynamically imported module: https://host/assets/x.js",
    "error loading dynamically imported module: https://host/assets/x.js",
    "Importing a module script failed.",
    "Unable to preload CSS for /assets/x.css",
  ])
    assert.ok(isOutdated(new TypeError(words)), words);
  assert.ok(!isOutdated(new TypeError("x is undefined")));
  assert.ok(!isOutdated("dynamically imported module"));
});

test("an address is called by its page, a detail by the page that it was reached from", () => {
  assert.equal(namedAt("/p/demo/meters"), "meters");
  assert.equal(namedAt("/p/demo/meters/steel-main-import/correct"), "meters");
  assert.equal(namedAt("/p/demo/wall"), "wall");
  assert.equal(namedAt("/system"), "system");
  assert.equal(namedAt("/parks/new/7"), "parks");
  assert.equal(namedAt("/p/demo/nowhere"), undefined);
  for (const page of PAGES.filter(({ label }) => label))
    assert.equal(namedAt(`/p/demo/${page.path}`), page.label);
});
