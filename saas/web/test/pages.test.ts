import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import {
  addressOf,
  FULL_SCREEN,
  GROUPS,
  isAt,
  PAGES,
  PLATFORM,
  pagesFor,
  type Who,
} from "../src/app/pages.ts";

const source = join(import.meta.dirname, "..", "src");
const all = [...PAGES, ...FULL_SCREEN, ...PLATFORM];
const ROLES: Who[] = ["operator", "enterprise", "verifier"];
/** A page of one number: it has an address to send around, and nothing to show without its question. */
const NOT_OFFERED = ["explain"];

test("every page that is written is routed, once: by the table, or before the log-in", () => {
  const pages = readdirSync(join(source, "features"), { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith("Page.tsx"))
    .map(name => basename(name, ".tsx"));
  const router = readFileSync(join(source, "app/router.tsx"), "utf8");
  const routed = [...`${router}${all.map(page => page.load)}`.matchAll(/import\("[^"]*\/(\w+Page)"\)/g)];
  assert.ok(pages.length > 30);
  assert.deepEqual(routed.map(match => match[1]).sort(), pages.sort());
});

test("the search offers every page that needs no further choice to somebody", () => {
  const offered = new Set(ROLES.flatMap(role => pagesFor(role, true).map(page => page.path)));
  const missing = all.filter(({ path }) => !path.includes(":") && !offered.has(path));
  assert.deepEqual(
    missing.map(page => page.path),
    NOT_OFFERED,
  );
});

test("what is in the menu is in the search, under a name of its own", () => {
  for (const page of all.filter(page => page.menu)) {
    assert.ok(page.label, page.path);
    assert.ok(GROUPS.includes(page.menu?.[0] ?? "live"));
  }
  const labels = all.flatMap(page => page.label ?? []);
  assert.equal(new Set(labels).size, labels.length);
});

test("nobody is offered what is not for them", () => {
  const paths = (role: Who, isAdministrator = false) =>
    pagesFor(role, isAdministrator).map(page => page.path);
  assert.ok(paths("operator").includes("people"));
  assert.ok(!paths("verifier").includes("people") && !paths("verifier").includes("connect"));
  assert.ok(!paths("enterprise").includes("locks") && !paths("enterprise").includes("/system"));
  assert.ok(paths("enterprise", true).includes("/system"));
});

test("a page of the platform has its own address, a park's page that of its park", () => {
  const find = (path: string) => all.find(page => page.path === path) ?? assert.fail();
  assert.equal(addressOf(find("/system"), "demo"), "/system");
  assert.equal(addressOf(find("locks"), "demo"), "/p/demo/locks");
});

test("a place is a page, or below it, and no other whose name begins alike", () => {
  assert.ok(isAt("/p/a/places", "/p/a/places"));
  assert.ok(isAt("/p/a/places", "/p/a/places/plan"));
  assert.ok(!isAt("/p/a/meters", "/p/a/meters-other"));
  assert.ok(!isAt("/p/a/meters", "/p/a"));
});
