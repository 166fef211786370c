import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cellOf, csvOf, fileName } from "../src/lib/chartFiles.ts";
import { untilOf } from "../src/lib/until.ts";

const source = join(import.meta.dirname, "../src");
const files = new Map(
  readdirSync(join(source, "features"), { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".tsx"))
    .map(name => [name, readFileSync(join(source, "features", name), "utf8")]),
);

/** Draws figures: by the library, or as an SVG of its own that is said to be a picture. */
const DRAWS = /from "echarts\/core"|useSize<|role="img"/;
/** Pictures beside figures that stand there as words: no charts of their own. */
const BESIDE: string[] = [];

const importersOf = (name: string) => {
  const module = name.split("/").at(-1)?.replace(".tsx", "");
  const pattern = new RegExp(`(from|import\\() ?"[./\\w-]*/${module}"`);
  return [...files].filter(([other, text]) => other !== name && pattern.test(text)).map(([other]) => other);
};

function uncovered(name: string, seen: readonly string[] = []): string[] {
  const text = files.get(name) ?? "";
  const isTold = text.includes("<ChartCard") || (text.includes("<TableToggle") && text.includes("<Fresh"));
  if (isTold || seen.includes(name)) return [];
  const users = importersOf(name);
  return users.length
    ? users.flatMap(user => uncovered(user, [...seen, name]))
    : [[...seen, name].join(" < ")];
}

test("every chart is in a card that has its table, both as files, and says where its figures are from and how new they are", () => {
  const charts = [...files].filter(([name, text]) => DRAWS.test(text) && !BESIDE.includes(name));
  assert.ok(charts.length >= 8);
  assert.deepEqual(
    charts.flatMap(([name]) => uncovered(name)),
    [],
  );
});

test("a cell is what a program reads, and never a formula", () => {
  assert.equal(cellOf("1,234,567.5"), "1234567.5");
  assert.equal(cellOf("\u22121,234"), "-1234");
  assert.equal(cellOf("12.5%"), "12.5%");
  assert.equal(cellOf('say "so", please'), '"say ""so"", please"');
  assert.equal(cellOf("+12.3"), "12.3");
  assert.equal(cellOf("+1,234.5%"), "1234.5%");
  assert.equal(cellOf("2026-11-01"), "2026-11-01");
  for (const formula of ["=1+1", "+1+1", "-2+3", "@SUM(1)", "-1 kWh"])
    assert.equal(cellOf(formula), `'${formula}`);
  assert.equal(cellOf(" a\n b "), "a b");
});

test("a table is a file with a line for each row, and a name of its title", () => {
  assert.equal(
    csvOf([
      ["a", "b"],
      ["1,000", ""],
    ]),
    "\ufeffa,b\r\n1000,\r\n",
  );
  assert.equal(fileName("碳排放 · t/h", "csv"), "碳排放-t-h.csv");
  assert.equal(fileName("!", "png"), "chart.png");
});

test("data are told until the end of the last bucket, and never ahead of the clock", () => {
  assert.equal(untilOf(900_000, 900_000, 5_000_000), 1_800_000);
  assert.equal(untilOf(900_000, 86_400_000, 5_000_000), 5_000_000);
  assert.equal(untilOf(undefined, 900_000, 5_000_000), undefined);
});
