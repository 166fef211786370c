import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
// @ts-expect-error: a script has no types
import { parse, written } from "../scripts/glossary.mjs";
import { PAGES, PLATFORM, pagesFor } from "../src/app/pages.ts";
import { matching, type Term } from "../src/features/help/terms.ts";

const file = (name: string) => readFileSync(join(import.meta.dirname, "../src", name), "utf8");
const terms = JSON.parse(file("features/help/glossary.json")) as Term[];

test("the terms of the pages are those of the glossary", () => {
  assert.equal(file("features/help/glossary.json"), written());
  assert.ok(terms.length > 60);
  assert.throws(() => parse("| park | 园区 | a tenant |"), /four filled columns/);
});

test("a term is found by words of either language, those with the word itself first", () => {
  const words = (text: string) => matching(terms, text).map(term => term.en);
  assert.equal(words("Coverage")[0], "coverage");
  assert.ok(words("覆盖率").includes("coverage"));
  assert.ok(words("measured expected").includes("coverage"));
  assert.deepEqual(words("no such word at all"), []);
  assert.equal(words("").length, terms.length);
});

test("every page that has a name says what it is for, in both languages", () => {
  const labels = [...PAGES, ...pagesFor("operator", true), ...PLATFORM].flatMap(page => page.label ?? []);
  for (const language of ["en", "zh-CN"]) {
    const said = JSON.parse(file(`i18n/${language}.json`)).help.page as Record<string, string>;
    assert.deepEqual(Object.keys(said).sort(), [...new Set(labels)].sort());
  }
});
