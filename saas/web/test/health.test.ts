import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createInstance } from "i18next";
import type { Finding } from "../src/api/types.ts";
import { detailText } from "../src/features/meter-health/detail.ts";
import type { Format } from "../src/lib/format.ts";

const words = JSON.parse(readFileSync(join(import.meta.dirname, "../src/i18n/zh-CN.json"), "utf8"));
const { t } = await (async () => {
  const speaker = createInstance();
  await speaker.init({ lng: "zh-CN", resources: { "zh-CN": { translation: words } } });
  return speaker;
})();

test("what a conversion misses is told in words, not by the names in the data", () => {
  const told = (detail: string) => detailText(t, {} as Format, { detail, carrier: "steam" } as Finding);
  assert.equal(told("pressure, temperature"), "压力、温度");
  assert.equal(told("pressure"), "压力");
  assert.equal(told("something of tomorrow: 5"), "something of tomorrow: 5");
});
