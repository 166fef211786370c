import assert from "node:assert/strict";
import { test } from "node:test";
import { isYearly } from "../src/features/benchmark/words.ts";

test("what is saved is of a year by area, and of the months that count by product", () => {
  assert.equal(isYearly({ item: "floor_area" }), true);
  assert.equal(isYearly({ item: "land_area" }), true);
  assert.equal(isYearly({ item: "product:tiles" }), false);
});
