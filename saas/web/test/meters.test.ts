import assert from "node:assert/strict";
import { test } from "node:test";
import type { Amount, MeterPoint } from "../src/api/meters.ts";
import { compareDecimals, groupDecimal, isDecimal } from "../src/features/meters/decimals.ts";
import { eventOf, faultsOf, formOf, isBelowLast, kindsOf } from "../src/features/meters/event-form.ts";
import {
  ageOf,
  askedOf,
  cursorsBy,
  parametersOf,
  questionOf,
  SORTS,
} from "../src/features/meters/filters.ts";
import { partsOf, qualityOf, scaleOf } from "../src/features/meters/interval-options.ts";
import { mistakesCsv } from "../src/features/meters/mistakes.ts";
import { DAY_MS, fromInput, HOUR_MS, rangeOf, roomFor, toInput } from "../src/features/meters/spans.ts";

const ZONE = "Asia/Shanghai";
const NOW = Date.UTC(2026, 10, 25, 4, 30);

const point = (code: string, more: Partial<MeterPoint> = {}): MeterPoint => ({
  code,
  name_zh: code,
  name_en: code,
  device: `${code}-meter`,
  enterprise: "steel",
  quantity: "energy",
  carrier: "electricity",
  unit: "kWh",
  kind: "register",
  direction: "import",
  multiplier: "600",
  digits: 8,
  max_rate: null,
  expected_period_s: 60,
  reference_state: null,
  parent: null,
  check_point: null,
  integrated: false,
  accuracy_class: null,
  last: { time: NOW, value: "12345678901234567.25", quality: 0 },
  state: "on_time",
  findings: { error: 0, warning: 0, information: 0 },
  ...more,
});

test("indexes with more digits than a float are compared and shown exactly", () => {
  assert.equal(compareDecimals("12345678901234567.25", "12345678901234567.3"), -1);
  assert.equal(compareDecimals("1.50", "1.5"), 0);
  assert.equal(compareDecimals("10", "9.999"), 1);
  assert.equal(groupDecimal("12345678901234567.25", " "), "12 345 678 901 234 567.25");
  assert.ok(isDecimal("0.5") && !isDecimal("-1") && !isDecimal("1,000") && !isDecimal(""));
});

test("a final index below the last reading is noticed, an unknown one is not judged", () => {
  const meter = point("main");
  const form = formOf(meter, NOW, ZONE);
  assert.equal(form.finalIndex, "12345678901234567.25");
  assert.equal(isBelowLast("replace", form, meter), false);
  assert.equal(isBelowLast("replace", { ...form, finalIndex: "12345678901234567.2" }, meter), true);
  assert.equal(isBelowLast("replace", { ...form, finalIndex: "1", isFinalUnknown: true }, meter), false);
  assert.equal(isBelowLast("calibration", { ...form, finalIndex: "1" }, meter), false);
});

test("an event says what changes and no more", () => {
  const meter = point("main");
  const form = { ...formOf(meter, NOW, ZONE), reason: " burnt out ", serial: "N-2" };
  assert.deepEqual(eventOf("replace", form, meter, ZONE, 7), {
    kind: "replace",
    time: NOW,
    details: { final_index: "12345678901234567.25", first_index: "0", serial: "N-2" },
    reason: "burnt out",
    evidence: 7,
  });
  const unknown = { ...form, isFinalUnknown: true, multiplier: "800", digits: "6" };
  assert.deepEqual(eventOf("replace", unknown, meter, ZONE, null).details, {
    final_index: null,
    first_index: "0",
    serial: "N-2",
    multiplier: "800",
    digits: 6,
  });
  assert.deepEqual(eventOf("multiplier", form, meter, ZONE, null).details, {
    multiplier: "600",
    index: "12345678901234567.25",
  });
});

test("what cannot be sent is named in the order of the form", () => {
  const meter = point("main");
  const form = { ...formOf(meter, NOW, ZONE), firstIndex: "", digits: "19", multiplier: "0" };
  assert.deepEqual(faultsOf("replace", form, ZONE, NOW), ["firstIndex", "multiplier", "digits", "reason"]);
  const later = { ...formOf(meter, NOW + 2 * HOUR_MS, ZONE), reason: "x" };
  assert.deepEqual(faultsOf("replace", later, ZONE, NOW), ["time"]);
  assert.ok(!kindsOf(point("power", { kind: "gauge" })).includes("rollover"));
});

test("times of the park survive the input, also across a clock change", () => {
  for (const zone of [ZONE, "Europe/Berlin", "America/New_York"])
    for (let at = Date.UTC(2026, 2, 28); at < Date.UTC(2026, 2, 31); at += HOUR_MS)
      assert.equal(fromInput(toInput(at, zone), zone), at, zone);
  assert.equal(fromInput("", ZONE), null);
});

test("spans are whole local days, also of 23 hours", () => {
  const day = rangeOf("day", NOW, ZONE);
  assert.deepEqual([day.from, day.to - day.from], [Date.UTC(2026, 10, 24, 16), DAY_MS]);
  const week = rangeOf("week", Date.UTC(2026, 2, 30, 12), "Europe/Berlin");
  assert.equal(week.to - week.from, 7 * DAY_MS - HOUR_MS);
});

test("a question lives in the address, and is asked a page at a time unless it is the tree", () => {
  const ask = (text: string, cursor?: string) => {
    const asked = askedOf(new URLSearchParams(text));
    return questionOf(asked, asked.text, { cursor, before: cursor ? 1 : 0 });
  };
  assert.deepEqual(ask(""), { limit: 50 });
  assert.deepEqual(ask("q=sn-77&show=silent&enterprise=-", "main"), {
    limit: 50,
    cursor: "main",
    q: "sn-77",
    enterprise: "-",
    show: "silent",
  });
  assert.deepEqual(ask("sort=age&carrier=steam"), { limit: 50, carrier: "steam", sort: "age" });
  assert.deepEqual(ask("sort=tree&q=main", "main"), { q: "main" });
  assert.deepEqual(SORTS.map(cursorsBy), ["code", "counted", "weighted", "code"]);
  const address = "q=x&carrier=steam&enterprise=steel&show=findings&sort=age";
  assert.equal(parametersOf(askedOf(new URLSearchParams(address))).toString(), address);
  assert.equal(parametersOf(askedOf(new URLSearchParams("show=nonsense"))).toString(), "");
});

test("bars are split by how they are known, and the parts add up", () => {
  const amount = (status: number, estimated = 0): Amount => ({
    start: 0,
    amount_base: 100,
    estimated_base: estimated,
    covered_s: 900,
    intervals: 1,
    status,
    methods: [],
    low_base: 100,
    high_base: 100,
    error_base: null,
  });
  for (const item of [amount(0), amount(1, 40), amount(2, 100), amount(3), amount(4)]) {
    const parts = partsOf(item);
    assert.equal(parts.measured + parts.reported + parts.estimated + parts.substituted + parts.edited, 100);
  }
  assert.equal(partsOf(amount(1, 40)).estimated, 40);
  assert.deepEqual([amount(0), amount(1, 1), amount(2), amount(3), amount(4)].map(qualityOf), [
    "measured",
    "estimated",
    "substituted",
    "edited",
    "reported",
  ]);
  assert.deepEqual(scaleOf("Wh", 5e6), [1e6, "MWh"]);
  assert.deepEqual(scaleOf("J", 0), [1e6, "MJ"]);
});

test("a chart asks for as many bars as there is room for", () => {
  assert.deepEqual([0, 360, 1280, 99_999].map(roomFor), [50, 120, 426, 5000]);
});

test("ages are said in the unit that fits", () => {
  assert.deepEqual(ageOf(119_000), { unit: "seconds", count: 119 });
  assert.deepEqual(ageOf(3 * HOUR_MS), { unit: "hours", count: 3 });
  assert.deepEqual(ageOf(-5), { unit: "seconds", count: 0 });
});

test("the file of mistakes holds no formula and quotes what must be", () => {
  const mistake = { row: 3, column: "unit", value: '=1+"2"', code: "unit", message: "a, b" };
  const text = mistakesCsv(["row", "value", "what"], [mistake], m => [String(m.row), m.value, m.message]);
  assert.equal(text, '\ufeffrow,value,what\r\n3,"\'=1+""2""","a, b"\r\n');
});
