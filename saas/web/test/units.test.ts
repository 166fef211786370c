import assert from "node:assert/strict";
import { test } from "node:test";
import { showFactor, showQuantity } from "../src/features/explain/units.ts";
import type { Format } from "../src/lib/format.ts";

const number = (value: number, digits = 0) => value.toFixed(digits);
const format = { number } as Format;

test("base units are shown as people read them", () => {
  assert.equal(showQuantity(4_213_000, "Wh/h", format), "4213 kWh/h");
  assert.equal(showQuantity(12_340_000_000, "J", format), "12.3 GJ");
  assert.equal(showQuantity(1_500_000, "mL", format), "1.500 m\u00b3");
  assert.equal(showQuantity(9.5, "kW", format), "9.500 kW");
});

test("factors keep their digits", () => {
  assert.equal(showFactor(0.5306, format), "0.5306");
  assert.equal(showFactor(110, format), "110");
});
