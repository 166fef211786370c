import assert from "node:assert/strict";
import test from "node:test";
import { placesOf, waterfallOf } from "../src/features/drivers/bars.ts";
import { guess, missing, tableOptions } from "../src/features/drivers/roles.ts";

const show = { total: String, effect: String };

test("each effect begins where the one before ended, the last one at the end", () => {
  const bars = waterfallOf(
    100,
    90,
    [
      ["a", "A", 20],
      ["b", "B", -30],
    ],
    ["1", "2"],
    show,
  );
  assert.deepEqual(
    bars.map(bar => [bar.from, bar.to]),
    [
      [0, 100],
      [100, 120],
      [120, 90],
      [0, 90],
    ],
  );
});

test("bars lie inside their width, and the axis begins at zero unless changes would be slivers", () => {
  const wide = placesOf(waterfallOf(10, 20, [["a", "A", 10]], ["1", "2"], show));
  assert.equal(wide[0]?.width, 50);
  const thin = placesOf(waterfallOf(1000, 1010, [["a", "A", 10]], ["1", "2"], show));
  assert.ok((thin[1]?.width ?? 0) > 30);
  for (const place of [...wide, ...thin]) assert.ok(place.left >= 0 && place.left + place.width <= 100.001);
  const below = placesOf(waterfallOf(5, -5, [["a", "A", -10]], ["1", "2"], show));
  assert.ok(below.every(place => place.left >= 0 && place.left + place.width <= 100.001));
});

const read = {
  table: { columns: ["month", "plant", "emissions", "output", "area"], rows: [] },
  numeric: [false, false, true, true, true],
};

test("columns are guessed by what they hold and are called", () => {
  const roles = guess("stirpat", read);
  assert.deepEqual([roles.period, roles.entity, roles.impact], ["month", "plant", "emissions"]);
  assert.deepEqual(tableOptions("stirpat", roles), {
    period: "month",
    impact: "emissions",
    drivers: ["output", "area"],
    entity: "plant",
  });
  const parts = guess("lmdi", read);
  assert.deepEqual(parts.cells, ["plant"]);
  assert.equal(missing("lmdi", { ...parts, drivers: [] }), "drivers");
  assert.equal(missing("decoupling", { ...roles, output: roles.impact }), "columns");
  assert.equal(missing("decoupling", roles), null);
});
