import assert from "node:assert/strict";
import { test } from "node:test";
import { axisRange } from "../src/features/live/axis.ts";
import { dayStart, spans } from "../src/features/live/chart-options.ts";

const quarter = (index: number, estimated: boolean) => ({ start: index * 900_000, g_per_h: 1, estimated });

test("neighbouring estimated quarters are one span", () => {
  const line = [quarter(0, true), quarter(1, true), quarter(2, false), quarter(3, true)];
  assert.deepEqual(spans(line), [
    [0, 1_800_000],
    [2_700_000, 3_600_000],
  ]);
});

test("the day begins at local midnight", () => {
  const noon = Date.UTC(2026, 10, 24, 4, 30, 15, 250);
  assert.equal(dayStart(noon, "Asia/Shanghai"), Date.UTC(2026, 10, 23, 16));
  assert.equal(dayStart(noon, "UTC"), Date.UTC(2026, 10, 24));
});

test("axes end at round values around the line", () => {
  const { min, max, interval } = axisRange(52.06, 55.61);
  assert.ok(min <= 52.06 && max >= 55.61);
  assert.equal(interval, 1);
  assert.deepEqual(axisRange(0, 0), { min: 0, max: 1, interval: 0.25 });
  assert.equal(axisRange(-0.2, 3).min, 0);
});
