// Writes src/api/schema.d.ts from the API's description; with --check only compares (`npm run api:check`).
// The description is the output of `parkcarbon-saas openapi`, taken from standard input or from the program.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const root = join(import.meta.dirname, "..");
const target = join(root, "src/api/schema.d.ts");
const local = join(root, "../../.venv/bin/parkcarbon-saas");
const program = process.env.PARKCARBON_SAAS ?? (existsSync(local) ? local : "parkcarbon-saas");
const isPiped = process.argv.includes("--stdin");
const description = isPiped
  ? readFileSync(0, "utf8")
  : execFileSync(program, ["openapi"], { encoding: "utf8", maxBuffer: 1 << 26 });

const types = astToString(await openapiTS(JSON.parse(description)));
const content = `// Generated from the API's description by \`npm run api\`. Do not edit.\n\n${types}`;
if (!process.argv.includes("--check")) writeFileSync(target, content);
else if (readFileSync(target, "utf8") !== content) {
  console.error("src/api/schema.d.ts is not what the API says: run `npm run api` in saas/web.");
  process.exit(1);
}
