import assert from "node:assert/strict";
import { test } from "node:test";
import { limitFor, moved, offered, SHOWN } from "../src/ui/picking.ts";

const hall = { code: "hall-main", name_zh: "车间总表", name_en: "Hall, mains", unit: "kWh" };
const gas = { code: "hall-gas", name_zh: "车间燃气", name_en: "Hall, gas", unit: "m3" };
const press = { code: "press", name_zh: "冲压机", name_en: "Press", serial: "A-7" };
const all = [hall, gas, press];

test("what is shown has all of the words and may be chosen", () => {
  assert.deepEqual(offered(all, "", []), all);
  assert.deepEqual(offered(all, " HALL  kwh ", []), [hall]);
  assert.deepEqual(offered(all, "车间", [hall.code]), [gas]);
  assert.deepEqual(offered(all, "a-7", []), [press]);
  assert.deepEqual(offered(all, "undefined", []), []);
});

test("enough are asked for that a list is full without those that may not be chosen", () => {
  assert.equal(limitFor([]), SHOWN);
  assert.equal(limitFor(["a", "b"]), SHOWN + 2);
  assert.equal(limitFor(Array.from({ length: 2000 }, String)), 1000);
  const many = Array.from({ length: 60 }, (_, n) => ({ ...hall, code: `m-${n}` }));
  assert.equal(offered(many, "m-", ["m-0"]).length, many.length - 1);
});

test("arrow keys stay in the list; where nobody knows it yet they count", () => {
  assert.equal(moved(0, "ArrowUp", 3), 0);
  assert.equal(moved(1, "ArrowDown", 3), 2);
  assert.equal(moved(2, "ArrowDown", 3), 2);
  assert.equal(moved(0, "ArrowDown", 0), 0);
  assert.equal(moved(4, "ArrowDown", null), 5);
});
