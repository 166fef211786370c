import assert from "node:assert/strict";
import { test } from "node:test";
import { stepOf } from "../src/features/inventory/steps.ts";

test("what computes an inventory is told by its step only while it runs", () => {
  const told = (state: string, step: string | null) => stepOf({ state, step });
  assert.equal(told("queued", null), "queued");
  assert.equal(told("running", "hashing"), "hashing");
  // One that somebody tries again waits, whatever it did last.
  assert.equal(told("queued", "hashing"), "queued");
  assert.equal(told("failed", "hashing"), "failed");
  // Given up, it waits for no worker.
  assert.equal(told("dead", "hashing"), "dead");
});
