import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { Plugin } from "vite";

// The texts in parts, so that a visit loads those of its page: what the frame says, what many pages say, and one part
// for each other section of the two JSON files. A module that is imported later comes with the texts of all that it
// imports (`withTexts`): where code runs, its words are there.

const SRC = join(import.meta.dirname, "src");
const LANGUAGES = ["en", "zh-CN"] as const;
const ENTRY = ["main.tsx", "app/Shell.tsx"].map(name => join(SRC, name));
/** A section that so many modules that come later need is in the part of many, and so is one with so few letters. */
const MANY = 10;
const FEW = 1500;
const ID = "virtual:texts";

const STATIC = /(?:^|\n)(?:import|export)\s+(?!type\b)(?:[^;"']*?\sfrom\s*)?"(\.[^"]+)"/g;
const LATER = /\bimport\(\s*"(\.[^"]+)"\s*\)/g;

export const textsOf = (language: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(SRC, "i18n", `${language}.json`), "utf8"));

const SECTIONS = Object.keys(textsOf("en"));
const KEY = new RegExp(`["'\`](${SECTIONS.join("|")})\\.`, "g");

function resolved(from: string, name: string): string | undefined {
  const path = normalize(join(dirname(from), name));
  return [path, `${path}.ts`, `${path}.tsx`, join(path, "index.ts")].find(
    one => /\.tsx?$/.test(one) && existsSync(one),
  );
}

interface Read {
  imports: string[];
  later: string[];
  sections: string[];
}

const read = new Map<string, Read>();

/** What a module imports, at once and later, and the sections whose keys it names. */
function readModule(path: string): Read {
  const known = read.get(path);
  if (known) return known;
  const text = readFileSync(path, "utf8");
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(match => match[1] ?? "");
  const paths = (names: string[]) => names.flatMap(name => resolved(path, name) ?? []);
  const found = { imports: paths(named(STATIC)), later: paths(named(LATER)), sections: named(KEY) };
  read.set(path, found);
  return found;
}

/** A module and all that it imports before it runs. */
export function closureOf(starts: readonly string[]): Set<string> {
  const found = new Set(starts);
  // What is added while the set is read is read, too.
  for (const path of found) for (const other of readModule(path).imports) found.add(other);
  return found;
}

export const sectionsOf = (starts: readonly string[]): Set<string> =>
  new Set([...closureOf(starts)].flatMap(path => readModule(path).sections));

export const modules = (): string[] =>
  readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter(name => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
    .map(name => join(SRC, name));

/** The part that each section is in. */
export function partOfSections(): Map<string, string> {
  const first = sectionsOf(ENTRY);
  const targets = new Set(modules().flatMap(path => readModule(path).later));
  const needs = [...targets].map(path => sectionsOf([path]));
  const all = textsOf("en");
  const isOfMany = (section: string) =>
    JSON.stringify(all[section]).length < FEW || needs.filter(found => found.has(section)).length >= MANY;
  return new Map(
    SECTIONS.map(section => [section, first.has(section) ? "first" : isOfMany(section) ? "many" : section]),
  );
}

/** The parts that a module needs beside the first. */
export function partsOf(path: string, partOf: Map<string, string>): string[] {
  const found = new Set([...sectionsOf([path])].map(section => partOf.get(section) ?? section));
  found.delete("first");
  return [...found].sort();
}

export const textsId = (language: string, part: string): string => `\0${ID}-${language}-${part}`;

export function texts(): Plugin {
  const partOf = partOfSections();
  const parts = [...new Set(partOf.values())];
  return {
    name: "texts",
    enforce: "pre",
    resolveId: id => (id.startsWith(ID) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${ID}`)) return null;
      const language = LANGUAGES.find(one => id.startsWith(textsId(one, "")));
      if (!language) {
        const loads = (one: string) =>
          parts.map(part => `${JSON.stringify(part)}: () => import("${ID}-${one}-${part}")`).join();
        return `export const PARTS = {${LANGUAGES.map(one => `"${one}": {${loads(one)}}`).join()}};`;
      }
      this.addWatchFile(join(SRC, "i18n", `${language}.json`));
      const part = id.slice(textsId(language, "").length);
      const kept = Object.entries(textsOf(language)).filter(([section]) => partOf.get(section) === part);
      // Read as JSON: quicker than as a program.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(kept)))});`;
    },
    transform(code, id) {
      if (!id.startsWith(SRC) || !/\.tsx?$/.test(id)) return null;
      let isChanged = false;
      const changed = code.replaceAll(LATER, (whole, name: string) => {
        const target = resolved(id, name);
        const needed = target ? partsOf(target, partOf) : [];
        if (needed.length === 0) return whole;
        isChanged = true;
        return `withTexts(${JSON.stringify(needed)}, ${whole})`;
      });
      if (!isChanged) return null;
      const index = JSON.stringify(join(SRC, "i18n/index.ts"));
      return { code: `import { withTexts } from ${index};\n${changed}`, map: null };
    },
  };
}
