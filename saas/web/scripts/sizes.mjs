// What a browser loads, gzip, by the build's manifest: the entry, the live page with its chart, and Explain on top;
// and the texts of each page, by its hints.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const PARTS = [
  { name: "entry", budget: 150, files: ["index.html"] },
  { name: "live", budget: 350, files: ["src/features/live/LivePage.tsx", "src/features/live/RateChart.tsx"] },
  { name: "live with Explain", budget: 550, files: ["src/features/explain/ExplainDrawer.tsx"] },
];
const ROUTES = [
  {
    name: "meter",
    budget: 350,
    files: ["index.html", "src/features/meters/MeterPage.tsx", "src/features/meters/IntervalChart.tsx"],
  },
  {
    name: "meters with import",
    budget: 350,
    files: ["index.html", "src/features/meters/MetersPage.tsx", "src/features/meters/ImportDrawer.tsx"],
  },
  {
    name: "connect by MQTT",
    budget: 250,
    files: ["index.html", "src/features/connect/ConnectPage.tsx", "src/features/connect/mqtt/MqttSource.tsx"],
  },
];
const PAGE_BUDGET = 350;
/** Of the texts that the browser has before a page is painted, in either language. */
const TEXTS_BUDGET = 55;
const folder = join(import.meta.dirname, "../../parkcarbon_saas/static");
const manifest = JSON.parse(readFileSync(join(folder, "assets/manifest.json"), "utf8"));
let loaded = new Set();

function load(key) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the build has no ${key}`);
  if (loaded.has(chunk.file)) return;
  loaded.add(chunk.file);
  for (const other of chunk.imports ?? []) load(other);
}

const size = file => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000;
// And every page by itself, with what it loads at once.
const PAGES = Object.keys(manifest)
  .filter(key => /^src\/features\/.*Page\.tsx$/.test(key))
  .map(key => ({ name: key.slice(13, -4), budget: PAGE_BUDGET, files: ["index.html", key] }));
if (PAGES.length < 30) throw new Error("the build has too few pages: the check looked at nothing");
let isOver = false;
for (const { name, budget, files } of [...PARTS, ...ROUTES, ...PAGES]) {
  if (files[0] === "index.html") loaded = new Set();
  files.forEach(load);
  const total = [...loaded].reduce((sum, file) => sum + size(file), 0);
  console.log(`${name}: ${total.toFixed(1)} kB of JavaScript, gzip; budget ${budget}`);
  isOver ||= total > budget;
}
const [, hints] = readFileSync(join(folder, "index.html"), "utf8").match(/id="hints">(.*?)<\/script>/s);
const { texts, pages } = JSON.parse(hints);
const sums = Object.values(texts).flatMap(files =>
  Object.values(pages).map(page =>
    ["first", ...page.texts].flatMap(part => files[part]).reduce((sum, file) => sum + size(file), 0),
  ),
);
if (sums.length < 60 || Math.min(...sums) === 0)
  throw new Error("the build has too few texts: the check looked at nothing");
const most = Math.max(...sums);
console.log(`texts of a page: ${most.toFixed(1)} kB of JavaScript, gzip; budget ${TEXTS_BUDGET}`);
isOver ||= most > TEXTS_BUDGET;
process.exit(isOver ? 1 : 0);
