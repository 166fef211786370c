import assert from "node:assert/strict";
import { test } from "node:test";
import { piecesOf } from "../src/lib/paint.ts";

const at = (text: string, left: number, top: number) => ({ text, left, right: left + 8, top });

test("the lines of a text are drawn where they stand, without the spaces between them", () => {
  const shown = [at("a", 0, 10), at("b", 8, 10.3), at(" ", 16, 10), at("c", 0, 30)];
  assert.deepEqual(piecesOf(shown), [
    { text: "ab ", left: 0, right: 24, top: 10 },
    { text: "c", left: 0, right: 8, top: 30 },
  ]);
  assert.deepEqual(piecesOf([at(" ", 0, 50)]), []);
});
