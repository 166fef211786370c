import assert from "node:assert/strict";
import test from "node:test";
import { cursorsOf, PAGE_ROWS, pageOf, queryBehind, queryOf, textOf } from "../src/lib/paging.ts";

const at = (text: string) => {
  const cursors = cursorsOf(text);
  return { cursor: cursors.at(-1), before: cursors.length };
};

test("the address holds the way through a list, and nothing that is no cursor", () => {
  assert.deepEqual(cursorsOf("970 41"), ["970", "41"]);
  assert.equal(textOf(cursorsOf("970 41")), "970 41");
  for (const wrong of [null, "", ".", " ", "0", "-1", "1e3", "x", "99999999999999999999"])
    assert.deepEqual(cursorsOf(wrong), []);
  assert.deepEqual(cursorsOf("970 735600-41 -9-1", "place"), ["735600-41", "-9-1"]);
  assert.deepEqual(cursorsOf("8~steel-main 41 x ~a purchased_heat~ab 999~boiler-2", "ranked"), [
    "8~steel-main",
    "999~boiler-2",
  ]);
  assert.deepEqual(cursorsOf("41~ab steel-main -x UP", "code"), ["steel-main"]);
  assert.deepEqual(cursorsOf("1000002~steel-main 41~ ab", "weighted"), ["1000002~steel-main"]);
  assert.deepEqual(cursorsOf("steel~product:crude-steel ~coal coal A~coal steel~coal~~2020", "line"), [
    "steel~product:crude-steel",
    "~coal",
  ]);
  assert.deepEqual(cursorsOf("steel~coal~industry~2020 ~coal~~2020 ~coal ~coal~~20", "year"), [
    "steel~coal~industry~2020",
    "~coal~~2020",
  ]);
  assert.deepEqual(cursorsOf("@50 @0 50 @100", "counted"), ["@50", "@100"]);
  assert.deepEqual(queryBehind({ cursor: "735600-41", before: 1 }), {
    limit: PAGE_ROWS,
    cursor: "735600-41",
  });
  assert.deepEqual(queryOf(at("970 41")), { limit: PAGE_ROWS, cursor: 41 });
  assert.deepEqual(queryOf(at("")), { limit: PAGE_ROWS });
});

test("pages of a list that is here are the whole list, once", () => {
  const rows = Array.from({ length: 2 * PAGE_ROWS + 1 }, (_, n) => n);
  const seen: number[] = [];
  let address = "";
  for (;;) {
    const { shown, next } = pageOf(rows, at(address));
    seen.push(...shown);
    if (next === null) break;
    address = textOf([...cursorsOf(address), next]);
  }
  assert.deepEqual(seen, rows);
  assert.deepEqual(pageOf(rows.slice(0, PAGE_ROWS), at("")).next, null);
});
