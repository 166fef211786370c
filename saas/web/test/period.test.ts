import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenPeriod, withPeriod } from "../src/lib/period.ts";

const at = (address: string) => {
  const [pathname = "", query = ""] = address.split("?");
  return { pathname, search: query && `?${query}` };
};

test("a period that was chosen goes along to pages of its kind", () => {
  const month = at("/p/demo/flows?period=2026-03&unit=t");
  assert.equal(withPeriod("/p/demo/inventory", month), "/p/demo/inventory?period=2026-03");
  assert.equal(
    withPeriod("/p/demo/places/node/hall?by=carrier", month),
    "/p/demo/places/node/hall?by=carrier&period=2026-03",
  );
  assert.equal(withPeriod("/p/demo/costs", month), "/p/demo/costs?month=2026-03");
  assert.equal(withPeriod("/p/demo/budgets", month), "/p/demo/budgets?year=2026");
  assert.equal(withPeriod("/p/demo/flows", at("/p/demo/benchmark?year=2025")), "/p/demo/flows?period=2025");
});

test("an address that says its own, or has none, stays as it is", () => {
  const year = at("/p/demo/inventory?period=2025");
  for (const to of ["/p/demo/costs", "/p/demo/meters", "/system", "/p/demo/flows?period=2026-01"])
    assert.equal(withPeriod(to, year), to);
  assert.equal(withPeriod("/p/demo/flows", at("/p/demo/inventory")), "/p/demo/flows");
  assert.equal(chosenPeriod(at("/p/demo/flows?period=last")), null);
});
