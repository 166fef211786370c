import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown } from "vite";
import { FIRST_ASKED } from "./src/app/first.ts";
import { partOfSections, partsOf, texts, textsId } from "./texts.ts";

type ChunkingContext = Parameters<Rolldown.CodeSplittingNameFunction>[1];

const OUT = "../parkcarbon_saas/static";
const API = process.env.PARKCARBON_API_URL ?? "http://127.0.0.1:8000";

/** Compressed siblings of the hashed files: the server sends them as they are. */
function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    writeBundle() {
      const folder = join(import.meta.dirname, OUT, "assets");
      for (const name of readdirSync(folder).filter(n => /\.(js|css)$/.test(n))) {
        const path = join(folder, name);
        const content = readFileSync(path);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

const FIRST_PAINT = /<script src="\/(src\/first-paint\.js)"><\/script>/;

/** What runs before the first paint is part of the page: as a file it would be waited for, and what it asks for with it. */
function inline(): Plugin {
  return {
    name: "inline",
    apply: "build",
    transformIndexHtml: {
      order: "pre",
      handler(html) {
        const path = FIRST_PAINT.exec(html)?.[1];
        if (path === undefined) return this.error("index.html has no script of before the first paint");
        const script = readFileSync(join(import.meta.dirname, path), "utf8").replace(/^\s*\/\/.*\n/gm, "");
        return html.replace(FIRST_PAINT, () => `<script>${script}</script>`);
      },
    },
  };
}

type Imports = (id: string) => readonly string[];

/** A module and all that it imports before it runs, one after the other. */
function* closure(start: string, imports: Imports): Generator<string> {
  const found = new Set([start]);
  // What is added while the set is read is read, too.
  for (const id of found) {
    yield id;
    for (const other of imports(id)) found.add(other);
  }
}

const MAIN = join(import.meta.dirname, "src/main.tsx");
const SHELL = join(import.meta.dirname, "src/app/Shell.tsx");
const SMALL = /[\\/]src[\\/](api|lib|ui)[\\/]/;
const HEAVY = /node_modules[\\/](antd|@ant-design|@rc-component|echarts|zrender)[\\/]/;
let entry: Set<string> | undefined;

function isLight(id: string, imports: Imports): boolean {
  for (const other of closure(id, imports)) if (HEAVY.test(other)) return false;
  return true;
}

/**
 * What every page needs, with the frame around it, is one file, and what most pages need and is small another: each file is a request that
 * the browser queues behind five others.
 */
function fileOf(id: string, imports: Imports): string | null {
  entry ??= new Set([...closure(MAIN, imports), ...closure(SHELL, imports)]);
  if (entry.has(id)) return "app";
  return SMALL.test(id) && isLight(id, imports) ? "shared" : null;
}

/**
 * What a page will need, by its path, so that the browser asks for it before the entry has run
 * (src/first-paint.js): the page's code and styles with all that it imports, the frame around it, the texts, and
 * what the page asks the server first.
 */
function hints(): Plugin {
  return {
    name: "hints",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter(file => file.type === "chunk");
        const byName = new Map(chunks.map(chunk => [chunk.fileName, chunk]));
        const needed = (name: string, seen = new Set<string>()): string[] => {
          if (!seen.has(name)) {
            seen.add(name);
            for (const other of byName.get(name)?.imports ?? []) needed(other, seen);
          }
          return [...seen];
        };
        const main = chunks.find(chunk => chunk.isEntry);
        const stylesOf = (names: string[]) =>
          names.flatMap(name => [...(byName.get(name)?.viteMetadata?.importedCss ?? [])]);
        const entryFiles = main ? needed(main.fileName) : [];
        const known = new Set([...entryFiles, ...stylesOf(entryFiles)]);
        const of = (module: string) => {
          const found = chunks.find(chunk => chunk.facadeModuleId?.endsWith(module));
          const names = found ? needed(found.fileName) : [];
          return [...names, ...stylesOf(names)].filter(name => !known.has(name));
        };
        const table = readFileSync(join(import.meta.dirname, "src/app/pages.ts"), "utf8");
        const pages = [...table.matchAll(/path: "([^"/][^"]*)",\s+load: \(\) => import\("..\/([^"]+)"\)/g)];
        if (pages.length < 30) this.error("src/app/pages.ts is read no more");
        const partOf = partOfSections();
        const partsIn = (language: string) =>
          Object.fromEntries([...partOf.values()].map(part => [part, of(textsId(language, part))]));
        const content = {
          texts: { en: partsIn("en"), "zh-CN": partsIn("zh-CN") },
          frame: of("/src/app/Shell.tsx"),
          pages: Object.fromEntries(
            pages.map(([, path, module]) => [
              path,
              {
                files: of(`/src/${module}.tsx`),
                texts: partsOf(join(import.meta.dirname, "src", `${module}.tsx`), partOf),
              },
            ]),
          ),
          asks: FIRST_ASKED,
        };
        return [
          {
            tag: "script",
            attrs: { type: "application/json", id: "hints" },
            children: JSON.stringify(content),
            injectTo: "head-prepend",
          },
        ];
      },
    },
  };
}

export default defineConfig(async ({ mode, command }) => {
  const isMock = command === "serve" && mode === "mock";
  return {
    plugins: [
      texts(),
      react(),
      precompress(),
      inline(),
      hints(),
      ...(isMock ? [(await import("./dev/mock.ts")).mock()] : []),
    ],
    build: {
      outDir: OUT,
      manifest: "assets/manifest.json",
      emptyOutDir: true,
      target: "es2022",
      chunkSizeWarningLimit: 1200,
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: ["app", "shared"].map(name => ({
              debugName: name,
              name: (id: string, context: ChunkingContext) =>
                fileOf(id, other => context.getModuleInfo(other)?.importedIds ?? []) === name ? name : null,
              minShareCount: name === "app" ? 1 : 12,
              includeDependenciesRecursively: false,
            })),
          },
        },
      },
    },
    server: isMock ? {} : { proxy: { "/api": { target: API, changeOrigin: false } } },
  };
});
