import assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt } from "../dev/plant.ts";
import { append, known, statusOf, TRACE_LENGTH } from "../src/features/live/stream.ts";

test("the state follows the age and the connection", () => {
  assert.equal(statusOf(0, true, false), "connecting");
  assert.equal(statusOf(4, true, true), "live");
  assert.equal(statusOf(5, true, true), "delayed");
  assert.equal(statusOf(15, true, true), "delayed");
  assert.equal(statusOf(16, true, true), "disconnected");
  assert.equal(statusOf(0, false, true), "disconnected");
  assert.equal(statusOf(0, false, false), "disconnected");
});

test("silence is not zero", () => {
  assert.deepEqual(
    known([
      [1, 0],
      [2, 0],
      [3, 5],
      [4, 0],
    ]),
    [
      [3, 5],
      [4, 0],
    ],
  );
  const silent = { ...frameAt(1_795_478_400_000), data_time: null };
  assert.deepEqual(append([], silent), []);
});

test("the trace keeps ten minutes, in order, each second once", () => {
  let trace: [number, number][] = [];
  for (let second = 0; second < TRACE_LENGTH + 50; second++) {
    const frame = frameAt(1_795_478_400_000 + second * 1000);
    trace = append(append(trace, frame), frame);
  }
  assert.equal(trace.length, TRACE_LENGTH);
  assert.equal(trace[0]?.[0], 1_795_478_400_000 + 50_000);
  const late = frameAt(1_795_478_400_000);
  assert.equal(append(trace, late), trace);
});
