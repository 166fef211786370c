import assert from "node:assert/strict";
import { test } from "node:test";
import type { EdgeConfig, Section } from "../src/api/edges.ts";
import {
  type Connection,
  keyOf,
  knownSources,
  merged,
  nameFor,
  sectionOf,
} from "../src/features/connect/behind/config.ts";
import { partsOf, scaleOf } from "../src/features/connect/modbus/form.ts";

const plant: Section = {
  name: "plant",
  type: "opcua",
  endpoint: "opc.tcp://plant:4840",
  password_file: "/etc/edge/password",
  point: [
    { key: "a", node: "i=1" },
    { key: "b", node: "i=2", off: true },
  ],
};
const meters: Section = { name: "meters", type: "mqtt", url: "mqtt://h", point: [{ key: "c" }] };
const past: Section = { name: "past", type: "opcua", mode: "history", point: [{ key: "old" }] };
const all = [plant, meters, past];
const config = {
  connector: all,
  bindings: { old: "main", a: "main", c: "hidden", office: "other" },
} as unknown as EdgeConfig;
const line: Connection = { type: "modbus", name: null, section: { endpoint: "tcp://h:502" }, secrets: {} };

test("a new source is a section of its own and leaves the others as they are", () => {
  const section = sectionOf(all, line, [{ key: "x", address: 1 }], "meters");
  assert.equal(section.name, "meters-2");
  assert.deepEqual(merged(all, section), [...all, section]);
});

test("points of a known source are added to it; its own settings and points stay", () => {
  const [known] = knownSources(config, ["opcua"]);
  assert.ok(known);
  assert.equal("point" in known.section, false);
  const section = sectionOf(
    all,
    known,
    [
      { key: "b", node: "i=9" },
      { key: "d", node: "i=3" },
    ],
    "x",
  );
  assert.deepEqual(section.point, [
    { key: "a", node: "i=1" },
    { key: "b", node: "i=9" },
    { key: "d", node: "i=3" },
  ]);
  assert.equal(section.password_file, "/etc/edge/password");
  const after = merged(all, section);
  assert.deepEqual(
    after.map(one => one.name),
    ["plant", "meters", "past"],
  );
});

test("a point that moves to another source leaves the one before, which ends with its last point", () => {
  const section = sectionOf(all, line, [{ key: "c", address: 1 }], "line");
  assert.deepEqual(merged(all, section), [plant, past, section]);
});

test("sources that only fill in the past are not offered", () => {
  assert.deepEqual(
    knownSources(config, ["opcua"]).map(source => source.name),
    ["plant"],
  );
});

test("a point keeps its key, and takes none that stands for another point", () => {
  assert.equal(keyOf(config, "main"), "a");
  assert.equal(keyOf(config, "press"), "press");
  assert.equal(keyOf(config, "office"), "office-2");
});

test("names are those that the edge takes", () => {
  assert.equal(nameFor(all, "10.0.0.1:4840/plant 2"), "10.0.0.1-4840-plant-2");
});

test("the scale is found from what the display shows", () => {
  assert.equal(scaleOf(12_345_678, 123_456), "0.01");
  assert.equal(scaleOf(230.5, 231), "1");
  assert.equal(scaleOf(5, null), "1");
  assert.equal(scaleOf(7, 1_000_000), "1");
});

test("items of DL/T 645 have words by their parts", () => {
  assert.deepEqual(partsOf("import_t2"), ["import", "t2"]);
  assert.deepEqual(partsOf("reactive_1"), ["reactive_1", ""]);
  assert.deepEqual(partsOf("reactive_1_t4"), ["reactive_1", "t4"]);
  assert.deepEqual(partsOf("power_a"), ["power", "a"]);
});
