import assert from "node:assert/strict";
import { test } from "node:test";
import { destinationsOf } from "../src/features/edges/destinations.ts";

const way = { connected: true, error: null };

test("this platform comes first, whatever the others are called", () => {
  const destinations = { mes: way, works: way, platform: { ...way, here: true } };
  assert.deepEqual(
    destinationsOf({ destinations }).map(([name]) => name),
    ["platform", "mes", "works"],
  );
  assert.deepEqual(destinationsOf({ destinations: { platform: { ...way, here: true } } }), []);
});
