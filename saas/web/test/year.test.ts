import assert from "node:assert/strict";
import { test } from "node:test";
import { yearIn } from "../src/lib/year.ts";

test("the year is that of the park, wherever the browser is", () => {
  const evening = new Date("2026-12-31T17:00:00Z");
  assert.equal(yearIn("Asia/Shanghai", evening), 2027);
  assert.equal(yearIn("UTC", evening), 2026);
  assert.equal(yearIn("America/Los_Angeles", new Date("2027-01-01T03:00:00Z")), 2026);
});
