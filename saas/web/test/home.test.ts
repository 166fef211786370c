import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PAGES } from "../src/app/pages.ts";
import { isWholeMonth, placeOf, STEP_PLACES, TASK_PLACES } from "../src/features/home/places.ts";

const app = join(import.meta.dirname, "../src/app");

/** The tabs that a page has, as its code names them. */
function tabsOf(path: string): string[] {
  const page = PAGES.find(one => one.path === path) ?? assert.fail(`no page ${path}`);
  const module = /import\("([^"]+)"\)/.exec(String(page.load))?.[1] ?? assert.fail(path);
  const code = readFileSync(join(app, `${module}.tsx`), "utf8");
  const listed = /TABS = \[([^\]]+)\]/.exec(code)?.[1];
  // The two of the inventory are the options of its switch.
  return [...(listed ?? code).matchAll(listed ? /"(\w+)"/g : /value: "(\w+)"/g)].map(match => match[1] ?? "");
}

test("every step and task leads to a page, and to a tab that it has", () => {
  const addresses = [...Object.values(STEP_PLACES), ...Object.values(TASK_PLACES)].flatMap(place =>
    (["bills", "drivers"] as const).map(reports =>
      placeOf("demo", place, { enterprise: "steel", reports, year: 2026 }),
    ),
  );
  for (const address of addresses) {
    const { pathname, searchParams } = new URL(address, "https://park");
    const tab = searchParams.get("tab");
    const tabs = tabsOf(pathname.replace("/p/demo/", ""));
    assert.ok(tab === null || tabs.includes(tab), `${address}: ${tabs}`);
    assert.doesNotMatch(address, /[{}]|=(&|$)/);
  }
});

test("the days before the first of a month are the whole month before", () => {
  assert.equal(isWholeMonth({ end: "2026-12-01" }), true);
  assert.equal(isWholeMonth({ end: "2026-11-26" }), false);
});
