import assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt } from "../dev/plant.ts";
import { append, statusOf, TRACE_LENGTH } from "../src/features/live/stream.ts";

test("the state follows the age and the connection", () => {
  assert.equal(statusOf(0, true, false), "connecting");
  assert.equal(statusOf(4, true, true), "live");
  assert.equal(statusOf(5, true, true), "delayed");
  assert.equal(statusOf(15, true, true), "delayed");
  assert.equal(statusOf(16, true, true), "disconnected");
  assert.equal(statusOf(0, false, true), "disconnected");
  assert.equal(statusOf(0, false, false), "disconnected");
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
