// What a browser loads, gzip: the entry with what it needs at once, and the live route with its chart.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = { entry: 150, live: 350 };
const folder = join(import.meta.dirname, "../../parkcarbon_saas/static");
const size = name => gzipSync(readFileSync(join(folder, "assets", name)), { level: 9 }).length / 1000;
const html = readFileSync(join(folder, "index.html"), "utf8");
const entry = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(match => basename(match[1]));
const assets = readdirSync(join(folder, "assets")).filter(name => name.endsWith(".js"));
const chart = assets.filter(name => name.startsWith("RateChart"));
const sum = names => names.reduce((total, name) => total + size(name), 0);
const found = { entry: sum(entry), live: sum([...entry, ...chart]) };
let isOver = entry.length === 0 || chart.length === 0;
for (const [name, budget] of Object.entries(BUDGET_KB)) {
  console.log(`${name}: ${found[name].toFixed(1)} kB gzip of ${budget}`);
  isOver ||= found[name] > budget;
}
process.exit(isOver ? 1 : 0);
