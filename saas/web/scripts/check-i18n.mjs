// Both languages have the same keys and placeholders, and no sentence is written into the code itself.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "src");
const problems = [];

function flatten(tree, prefix = "") {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const read = name => new Map(flatten(JSON.parse(readFileSync(join(root, "i18n", name), "utf8"))));
const placeholders = text =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(match => match[1])
    .sort()
    .join();
const en = read("en.json");
const zh = read("zh-CN.json");
for (const [name, one, other] of [
  ["zh-CN.json", en, zh],
  ["en.json", zh, en],
])
  for (const key of one.keys()) if (!other.has(key)) problems.push(`${name} lacks ${key}`);
for (const [key, text] of en)
  if (placeholders(text) !== placeholders(zh.get(key) ?? text)) problems.push(`${key}: other placeholders`);

const HAN = /\p{Script=Han}/u;
const files = readdirSync(root, { recursive: true }).filter(name => /\.tsx?$/.test(name));
for (const name of files)
  if (HAN.test(readFileSync(join(root, name), "utf8"))) problems.push(`${name} has Chinese text in the code`);

if (en.size < 100 || files.length < 20) problems.push("the check looked at too little");
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${en.size} texts in both languages, ${files.length} files`);
