import assert from "node:assert/strict";
import { test } from "node:test";
import type { MeterPoint, PointSeries } from "../src/api/meters.ts";
import { allocationOf, isWhole } from "../src/features/computed/allocation-form.ts";
import { partsOf, shareText } from "../src/features/computed/parts.ts";
import { bodyOf, emptyForm, isAskable, nextName, withInput } from "../src/features/computed/virtual-form.ts";
import { monthSpan, pastMonths } from "../src/features/locks/words.ts";
import { inTree, remainderPlaces } from "../src/features/meters/filters.ts";
import { asSeries, sumsOf } from "../src/features/meters/remainder.ts";

const point = (code: string, parent: string | null = null) =>
  ({ code, parent, quantity: "energy", carrier: "steam", unit: "GJ" }) as MeterPoint;
const tree = [point("b", "a"), point("d"), point("c", "b"), point("a"), point("e", "a")];

test("a tree lists each meter before those below it", () => {
  assert.deepEqual(
    inTree(tree).map(item => item.code),
    ["a", "b", "c", "e", "d"],
  );
  // A parent that is filtered away leaves its children at the top.
  assert.deepEqual(
    inTree([point("c", "b"), point("a")]).map(item => item.code),
    ["a", "c"],
  );
});

test("a remainder stands behind all that is below its parent, the inner one first", () => {
  const places = remainderPlaces(inTree(tree), ["a", "b"], true);
  assert.deepEqual(
    [...places],
    [
      ["e", ["a"]],
      ["c", ["b"]],
    ],
  );
  assert.deepEqual(
    [...remainderPlaces([point("a"), point("b", "a"), point("c", "b")], ["a", "b"], true)],
    [["c", ["b", "a"]]],
  );
  assert.deepEqual([...remainderPlaces(tree, ["a", "x"], false)], [["a", ["a"]]]);
});

test("months are the park's, and a whole one is told from its two ends", () => {
  const span = monthSpan("2026-12", "Asia/Shanghai");
  assert.equal(new Date(span.from).toISOString(), "2026-11-30T16:00:00.000Z");
  assert.equal(new Date(span.to).toISOString(), "2026-12-31T16:00:00.000Z");
  // In Berlin October is an hour longer than its 31 days.
  const autumn = monthSpan("2026-10", "Europe/Berlin");
  assert.equal((autumn.to - autumn.from) / 3_600_000, 31 * 24 + 1);
  assert.deepEqual(pastMonths(Date.parse("2026-01-15"), "Asia/Shanghai", 2), ["2025-12", "2025-11"]);
});

const series = (code: string, amounts: [number, number][]) =>
  ({ point: code, amounts: amounts.map(([start, amount_base]) => ({ start, amount_base })) }) as PointSeries;

test("parts are added up over the quarter hours that are divided", () => {
  const shared = series("m", [
    [0, 10],
    [1, 7],
    [2, 5],
  ]);
  const found = partsOf(shared, [
    series("m-x", [
      [0, 6],
      [1, 4],
    ]),
    series("m-y", [
      [0, 4],
      [1, 3],
    ]),
  ]);
  assert.equal(found.whole, 17);
  assert.deepEqual([...found.parts.values()], [10, 7]);
  assert.equal(found.undivided, 1);
  assert.equal(shareText({ weight: "1240", submeter: null }, "area"), "1\u202f240 m\u00b2");
});

test("the first input says what a new virtual point measures; names do not meet", () => {
  const one = withInput(emptyForm(""), point("steam-main"), true);
  assert.deepEqual([one.carrier, one.unit, one.expression], ["steam", "GJ", "a"]);
  const kept = withInput(emptyForm("steel"), point("steam-main"), false);
  assert.equal(kept.carrier, "electricity");
  assert.equal(
    nextName([
      { name: "a", point: "x" },
      { name: "c", point: "y" },
    ]),
    "b",
  );
  assert.equal(isAskable({ ...one, inputs: [...one.inputs, { name: "a", point: "y" }] }), false);
  assert.equal(bodyOf(kept).enterprise, "steel");
  assert.equal("enterprise" in bodyOf(one), false);
});

test("an allocation is whole with each tenant once and a weight above zero", () => {
  const form = {
    point: "m",
    method: "area" as const,
    from: "2026-11-25T10:07",
    reason: "",
    tenants: [{ enterprise: "x", weight: "12.5", submeter: "" }],
  };
  assert.equal(isWhole(form, "Asia/Shanghai"), true);
  assert.equal(isWhole({ ...form, tenants: [...form.tenants, ...form.tenants] }, "Asia/Shanghai"), false);
  assert.equal(
    isWhole({ ...form, tenants: [{ enterprise: "x", weight: "0", submeter: "" }] }, "Asia/Shanghai"),
    false,
  );
  assert.equal(isWhole({ ...form, method: "submeter" as const }, "Asia/Shanghai"), false);
  const body = allocationOf(form, "Asia/Shanghai", "trial");
  assert.equal(new Date(body.valid_from).toISOString(), "2026-11-25T02:00:00.000Z");
  assert.deepEqual(body.shares, [{ enterprise: "x", weight: "12.5" }]);
});

test("the sums of a remainder are those of its rows, and what cannot be compared is hatched", () => {
  const row = { parent_base: 10, generation_base: 2, children_base: 15, amount_base: -3, estimated_base: 1 };
  const found = {
    parent: point("m"),
    step: "hour" as const,
    bucket: "PT1H" as const,
    base_unit: "Wh",
    unit: "kWh",
    generation: [],
    children: [],
    contradiction: false,
    shared: false,
    amounts: [
      { ...row, start: 0, covered_s: 3600, comparable: true, contradiction: true },
      { ...row, start: 1, covered_s: 0, comparable: false, contradiction: true },
    ],
  };
  const sums = sumsOf(found);
  assert.equal(sums.remainder, sums.parent + sums.generation - sums.children);
  assert.equal(sums.incomplete, 1);
  assert.deepEqual(
    asSeries(found).amounts.map(item => item.estimated_base),
    [-1, -3],
  );
});
