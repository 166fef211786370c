import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { closureOf, modules, partOfSections, partsOf, sectionsOf, textsOf } from "../texts.ts";

const SRC = join(import.meta.dirname, "..", "src");
const files = modules();
const short = (path: string) => relative(SRC, path);
const parsed = new Map(
  files.map(path => [
    path,
    ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true),
  ]),
);

function nodes(path: string): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  const source = parsed.get(path);
  if (source) visit(source);
  return found;
}

/** What the compiler sees imported before the module runs. */
const importedBy = (path: string): string[] =>
  nodes(path)
    .filter(node => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    .filter(node => !(ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly))
    .flatMap(node =>
      node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : [],
    )
    .filter(name => name.startsWith(".") && !/\.(css|json)$/.test(name))
    .map(name => {
      const target = join(dirname(path), name);
      return [target, `${target}.ts`, `${target}.tsx`, join(target, "index.ts")].find(
        one => /\.tsx?$/.test(one) && existsSync(one),
      ) as string;
    });

test("what a module imports is found as the compiler finds it", () => {
  let count = 0;
  for (const path of files) {
    const closure = closureOf([path]);
    for (const other of importedBy(path)) {
      count++;
      assert.ok(closure.has(other), `${short(path)} imports ${other}`);
    }
  }
  assert.ok(count > 1000);
});

test("every word that starts with a section's name and a dot brings that section's texts", () => {
  const sections = new Set(Object.keys(textsOf("en")));
  let count = 0;
  for (const path of files) {
    const found = sectionsOf([path]);
    for (const node of nodes(path)) {
      const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node);
      const [head = "", ...rest] = isText ? node.text.split(".") : [];
      if (rest.length === 0 || !sections.has(head)) continue;
      count++;
      assert.ok(found.has(head), `${short(path)}: ${head}`);
    }
  }
  assert.ok(count > 3000);
});

test("a key names its section: neither a variable nor a sum stands for it", () => {
  for (const path of files)
    for (const node of nodes(path)) {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== "t")
        continue;
      const key = node.arguments[0];
      assert.ok(!key || !ts.isBinaryExpression(key), `${short(path)}: ${key?.getText()}`);
      if (key && ts.isTemplateExpression(key))
        assert.match(key.head.text, /^\w+\./, `${short(path)}: ${key.getText()}`);
    }
});

test("each section is in one part, and the frame's comes first with every page", () => {
  const partOf = partOfSections();
  assert.deepEqual([...partOf.keys()].sort(), Object.keys(textsOf("zh-CN")).sort());
  for (const section of ["app", "problem", "role"]) assert.equal(partOf.get(section), "first");
  const live = partsOf(join(SRC, "features/live/LivePage.tsx"), partOf);
  assert.ok(live.length > 0 && !live.includes("connect"), live.join());
});
