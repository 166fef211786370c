import assert from "node:assert/strict";
import { test } from "node:test";
import type { TariffVersion } from "../src/api/types.ts";
import { daysOf, isMonth, monthOf, monthSpan, shifted } from "../src/features/costs/month.ts";
import {
  firstTariff,
  rangeMistakes,
  specialDays,
  versionMistakes,
  withDays,
  withNewVersion,
} from "../src/features/costs/tariff/model.ts";

const HOUR = 3_600_000;

test("a month begins at local midnight, on either side of the world and of a change of the clocks", () => {
  assert.deepEqual(monthSpan("2026-11", "Asia/Shanghai"), {
    from: Date.parse("2026-11-01T00:00:00+08:00"),
    to: Date.parse("2026-12-01T00:00:00+08:00"),
  });
  const berlin = monthSpan("2026-10", "Europe/Berlin");
  assert.equal(berlin.to - berlin.from, 31 * 24 * HOUR + HOUR);
  const march = monthSpan("2026-03", "Europe/Berlin");
  assert.equal(march.to - march.from, 31 * 24 * HOUR - HOUR);
  assert.equal(monthSpan("2026-01", "Pacific/Kiritimati").from, Date.parse("2026-01-01T00:00:00+14:00"));
  assert.equal(monthSpan("2026-01", "America/St_Johns").from, Date.parse("2026-01-01T00:00:00-03:30"));
});

test("the month of a moment is the park's", () => {
  assert.equal(monthOf(Date.parse("2026-10-31T20:00:00Z"), "Asia/Shanghai"), "2026-11");
  assert.equal(monthOf(Date.parse("2026-10-31T20:00:00Z"), "Europe/Berlin"), "2026-10");
  assert.equal(shifted("2026-01", -1), "2025-12");
  assert.equal(daysOf("2024-02").length, 29);
  assert.ok(isMonth("2026-12"));
  assert.ok(!isMonth("2026-13"));
  assert.ok(!isMonth(null));
});

const flat = { start: "00:00", end: "24:00", period: "flat" as const };
const all = {
  months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  days: ["workday", "weekend", "holiday"] as const,
};

function version(more: Partial<TariffVersion> = {}): TariffVersion {
  return {
    valid_from: "2026-01-01",
    valid_to: null,
    source: "a test",
    prices: { flat: "0.6" },
    surcharge: "0",
    schedules: [{ ...all, days: [...all.days], ranges: [flat] }],
    holidays: [],
    workdays: [],
    demand: { mode: "none", price: "0", above: "1.05", factor: "2", below: "contract", feeds: "separate" },
    power_factor: null,
    ...more,
  };
}

test("ranges must lie on quarter hours and cover the day once", () => {
  const day = (...ranges: [string, string][]) =>
    rangeMistakes({
      months: [],
      days: [],
      ranges: ranges.map(([start, end]) => ({ start, end, period: "flat" })),
    });
  assert.deepEqual(day(["00:00", "24:00"]), []);
  assert.deepEqual(day(["08:00", "24:00"]), ["gap"]);
  assert.deepEqual(day(["00:00", "08:10"], ["08:10", "24:00"]), ["quarter"]);
  assert.deepEqual(day(["00:00", "09:00"], ["08:00", "24:00"]), ["overlap"]);
  assert.ok(day(["00:00", "22:00"], ["22:00", "06:00"]).includes("order"));
});

test("what a version lacks is named", () => {
  assert.deepEqual(versionMistakes(version()), []);
  assert.deepEqual(versionMistakes(version({ prices: {} })), ["price"]);
  assert.deepEqual(versionMistakes(version({ prices: { flat: "free" } })), ["price"]);
  assert.deepEqual(versionMistakes(version({ source: " " })), ["source"]);
  assert.deepEqual(versionMistakes(version({ schedules: [] })), ["coverage"]);
  const [first] = version().schedules;
  if (!first) throw new Error("no schedule");
  assert.deepEqual(versionMistakes(version({ schedules: [first, first] })), ["coverage"]);
});

test("a new version ends the one before on the day before", () => {
  const body = {
    name_zh: "x",
    name_en: "x",
    currency: "CNY",
    example: true,
    versions: [version()],
    contracts: [],
  };
  const next = withNewVersion(body, "2027-01-01");
  assert.deepEqual(
    next.versions.map(item => [item.valid_from, item.valid_to]),
    [
      ["2026-01-01", "2026-12-31"],
      ["2027-01-01", null],
    ],
  );
  assert.equal(withNewVersion(body, "2025-01-01"), body);
});

test("special days are added once, and only weekend days are worked", () => {
  const given = version({ holidays: ["2026-10-01"], workdays: ["2026-10-10"] });
  assert.deepEqual(specialDays(given, "holidays", "2026-10-01", "2026-10-03"), ["2026-10-02", "2026-10-03"]);
  // Friday to Monday; the tenth is worked already.
  assert.deepEqual(specialDays(given, "workdays", "2026-10-09", "2026-10-12"), ["2026-10-11"]);
  assert.deepEqual(specialDays(given, "holidays", "2026-10-10", "2026-10-10"), []);
  assert.deepEqual(specialDays(given, "holidays", "2026-10-05", "2026-10-04"), []);
  assert.deepEqual(specialDays(given, "holidays", "", ""), []);
  assert.deepEqual(specialDays(given, "holidays", "0001-01-01", "2026-10-04"), []);
  assert.deepEqual(withDays(["2026-10-01"], ["2026-01-01"]), ["2026-01-01", "2026-10-01"]);
});

test("a first tariff lacks its price and where it is from, and nothing else", () => {
  const body = firstTariff("2026-11-01");
  const first = body.versions[0];
  assert.ok(first);
  assert.deepEqual(versionMistakes(first).sort(), ["price", "source"]);
  assert.deepEqual(versionMistakes({ ...first, prices: { flat: "0.65" }, source: "the grid" }), []);
  assert.equal(body.contracts?.[0]?.enterprise, null);
});
