import assert from "node:assert/strict";
import { test } from "node:test";
import { dayAfter, freeCode, percentsNow, sharesOf } from "../src/features/sources/words.ts";

const EMPTY = { energy: "", industry: "", building: "", transport: "", infrastructure: "" };

test("shares that people write sum to one exactly, or are refused", () => {
  const shares = sharesOf({ ...EMPTY, industry: "33.3", building: "33.3", transport: "33.4" });
  assert.deepEqual(shares, { industry: "0.333000", building: "0.333000", transport: "0.334000" });
  assert.equal(sharesOf({ ...EMPTY, industry: "60", building: "30" }), null);
  assert.equal(sharesOf({ ...EMPTY, industry: "110", building: "-10" }), null);
  assert.equal(sharesOf({ ...EMPTY, industry: "all" }), null);
});

test("the shares that hold now are those of the last day, without the noise of binary fractions", () => {
  const share = (scene: "industry" | "building", value: string, from: string) => ({
    scene,
    share: value,
    from,
    to: null,
  });
  const found = percentsNow([
    share("industry", "1", "1970-01-01"),
    share("industry", "0.57", "2026-03-01"),
    share("building", "0.43", "2026-03-01"),
  ]);
  assert.deepEqual(found, { ...EMPTY, industry: "57", building: "43" });
});

test("the day after is of the calendar, across months, leap days and years", () => {
  assert.equal(dayAfter("2026-01-31"), "2026-02-01");
  assert.equal(dayAfter("2028-02-28"), "2028-02-29");
  assert.equal(dayAfter("2026-12-31"), "2027-01-01");
});

test("a successor gets a code that is free", () => {
  assert.equal(freeCode("boiler", new Set(["boiler", "boiler-2"])), "boiler-3");
});
