// The terms of docs/glossary.md for the pages: `npm run glossary` writes them, `--check` says whether they agree.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const SOURCE = join(root, "../../docs/glossary.md");
const TARGET = join(root, "src/features/help/glossary.json");

/** The tables below the headings: word, its Chinese, and what it means in both. */
export function parse(text) {
  const terms = [];
  let section = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) section = line.slice(3).trim();
    if (!/^\| (?!word )/.test(line)) continue;
    const cells = line.split("|").slice(1, -1);
    const [en, zh, meaning_en, meaning_zh] = cells.map(cell => cell.trim());
    if (cells.length !== 4 || !meaning_zh) throw new Error(`four filled columns are needed: ${line}`);
    terms.push({ section, en, zh, meaning_en, meaning_zh });
  }
  return terms;
}

export const written = () => `${JSON.stringify(parse(readFileSync(SOURCE, "utf8")), null, 2)}\n`;

if (import.meta.main) {
  if (!process.argv.includes("--check")) writeFileSync(TARGET, written());
  else if (readFileSync(TARGET, "utf8") !== written()) {
    console.error("glossary.json is not that of docs/glossary.md: run `npm run glossary`");
    process.exit(1);
  }
}
