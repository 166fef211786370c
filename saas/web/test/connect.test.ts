import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bodyOf,
  byPlace,
  codesFrom,
  type Draft,
  decimalOf,
  emptyDraft,
  freeCode,
  mostPower,
  multiplierOf,
} from "../src/features/connect/details/draft.ts";
import {
  CARRIERS,
  type Carrier,
  converted,
  type PointTemplate,
} from "../src/features/connect/details/templates.ts";
import { type Answer, HELP, isQuestion, QUESTIONS, type Question } from "../src/features/connect/help.ts";
import { metricsOf, numbersOf, wholeMessage, withBirths } from "../src/features/connect/mqtt/metrics.ts";
import { jsonPath, pathFor, shown, timePaths } from "../src/features/connect/mqtt/paths.ts";
import { type Access, addressOf, bridge, mosquitto, nodeRed } from "../src/features/connect/mqtt/snippets.ts";
import { placeOf, WAYS } from "../src/features/connect/ways.ts";

const names = () => ({ zh: "zh", en: "en" });
const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft(""), name: "Hall", ...change });

test("the questions lead to every way, never in a circle, and each question is asked", () => {
  const found = new Set<string>();
  const asked = new Set<string>();
  const follow = (question: Question, before: Question[]) => {
    assert.ok(!before.includes(question), `${question} leads back to itself`);
    asked.add(question);
    for (const { to } of HELP[question] as readonly Answer[])
      if (isQuestion(to)) follow(to, [...before, question]);
      else found.add(to);
  };
  follow("reads", []);
  assert.deepEqual([...found].sort(), [...WAYS].sort());
  assert.deepEqual([...asked].sort(), [...QUESTIONS].sort());
});

test("the address says where one is, and never a step that cannot be yet", () => {
  const at = (text: string) => placeOf(new URLSearchParams(text));
  assert.equal(at("").step, "how");
  assert.equal(at("step=confirm").step, "how");
  assert.equal(at("how=mqtt&step=confirm").step, "details");
  assert.equal(at("how=mqtt&device=a&step=source").step, "source");
  assert.equal(at("how=pigeon&device=a&step=source").way, null);
});

test("a multiplier is the product of the ratios, without the dust of fractions", () => {
  const by = (ct: [string, string], pt: [string, string]) =>
    multiplierOf(draft({ ratio: "transformers", ct, pt }));
  assert.equal(by(["500", "5"], ["10000", "100"]), "10000");
  assert.equal(by(["150", "5"], ["", ""]), "30");
  assert.equal(by(["1", "3"], ["3", "1"]), "1");
  assert.equal(by(["", "5"], ["", ""]), "");
  assert.equal(by(["500", "0"], ["", ""]), "");
  assert.equal(multiplierOf(draft({ ratio: "one", multiplier: "7" })), "1");
});

test("what transformers carry is √3 U I with a fifth above", () => {
  const most = mostPower(draft({ ratio: "transformers", ct: ["500", "5"], pt: ["10000", "100"] }));
  assert.equal(most, Number((Math.sqrt(3) * 10 * 500 * 1.2).toPrecision(2)));
});

test("the largest load is told to each point in its own unit", () => {
  const points = emptyDraft("").points.map(point =>
    point.id === "import" ? { ...point, unit: "MWh" } : point,
  );
  const body = bodyOf(draft({ largest: "2500", points }), "hall", false, names);
  assert.deepEqual(
    body.points.map(point => [point.code, point.max_rate]),
    [
      ["hall-import", "2.5"],
      ["hall-power", "2500"],
    ],
  );
  assert.equal(decimalOf(converted(3.6, "GJ/h", "kW") ?? 0), "1000");
  assert.equal(converted(1, "m3/h", "stere"), null);
});

test("every carrier begins with a value that has amounts, and each unit is one that can be converted", () => {
  for (const carrier of Object.keys(CARRIERS) as Carrier[]) {
    const { points, rate } = CARRIERS[carrier];
    assert.ok(
      points.some(point => point.isOn && point.kind === "register"),
      carrier,
    );
    for (const point of points as readonly PointTemplate[])
      if (!["pressure", "temperature"].includes(point.id))
        for (const unit of point.units) assert.ok(converted(1, rate, unit), `${carrier} ${unit}`);
  }
});

test("a meter without a register is integrated, so that it has energy", () => {
  const points = emptyDraft("").points.map(point => ({ ...point, isOn: point.id === "power" }));
  assert.equal(bodyOf(draft({ points }), "hall", true, names).points[0]?.integrated, true);
});

test("a code is made of Latin letters, and is free", async () => {
  assert.deepEqual(codesFrom("Hall 2: Main!", "electricity", 0, 2), ["hall-2-main", "hall-2-main-1"]);
  assert.deepEqual(codesFrom("", "natural_gas", 0, 2), ["natural-gas-1", "natural-gas-2"]);
  assert.deepEqual(codesFrom("Hall", "electricity", 50, 2), ["hall-50", "hall-51"]);
  const free = (name: string, taken: string[]) => freeCode(name, "electricity", async () => new Set(taken));
  assert.equal(await free("Hall", []), "hall");
  assert.equal(await free("Hall", ["hall", "hall-1"]), "hall-2");
  // Where all of the first are taken, more are asked about.
  assert.equal(await free("", codesFrom("", "electricity", 0, 61)), "electricity-62");
});

test("a mistake stands at its field, one of many points once", () => {
  const problem = (point: string | null, field: string) => ({ point, field, code: "format", message: "" });
  const found = byPlace(
    [problem("hall-import", "max_rate"), problem("hall-power", "max_rate"), problem("hall-import", "digits")],
    "hall",
  );
  assert.deepEqual([...found.keys()], ["largest", "digits-import"]);
});

test("paths of a message are written as the platform writes them", () => {
  assert.equal(jsonPath(["a", 0, "b c"]), "$.a[0]['b c']");
  assert.equal(jsonPath(["it's"]), `$["it's"]`);
  assert.equal(pathFor("thingsboard", ["values", "power"]), "power");
  assert.equal(pathFor("thingsboard", ["Meter A", 0, "values", "power"]), "Meter A/power");
  assert.deepEqual(shown('[{"a": 1}, {"a": 2}]'), { value: { a: 1 }, isJson: true });
  assert.equal(shown("<xml/>").isJson, false);
});

test("the time of a message is found by its name and by what it looks like", () => {
  assert.deepEqual(
    timePaths('{"ts": 1795478400, "d": {"time": "2026-11-22T16:41:07+08:00", "power": 3e9}}'),
    ["$.ts", "$.d.time"],
  );
  assert.deepEqual(timePaths('{"t": 21.5}'), []);
});

const access: Access = {
  ...addressOf("mqtts://broker.example:8884"),
  hasCa: true,
  username: "device.demo.a",
  clientId: "device.demo.a",
  password: "it's",
  topic: "pc/v1/0a/demo/device/a/v1/gateway/telemetry",
};

test("snippets carry the address, quote the password, and a bridge puts our topic before a fixed one", () => {
  assert.deepEqual(addressOf("mqtt://127.0.0.1"), { host: "127.0.0.1", port: 1883, isTls: false });
  const command = mosquitto(access, [["import_kwh", 1.5]], "mqtt");
  assert.match(command, /-h broker\.example -p 8884 --cafile ca\.pem/);
  assert.ok(command.includes(`-P 'it'\\''s'`), command);
  assert.match(bridge(access), /out 1 "" pc\/v1\/0a\/demo\/device\/a\/$/m);
  assert.equal(JSON.parse(nodeRed(access))[1].topic, access.topic);
});

const told = (kind: string, at: number, metrics: object[], device = "") => ({
  received_at: at,
  topic: `spBv1.0/park/${kind}/meter${device}`,
  text: JSON.stringify({ sparkplug: kind, metrics }),
  bytes: 1,
  qos: 0,
  outcome: "waiting" as const,
  reason: null,
  code: null,
});

test("what a Sparkplug node has is told by its birth and kept current by what follows", () => {
  const before = told("NBIRTH", 1, [{ name: "Old", time: 1, value: 3, type: "Int32" }]);
  const birth = told("NBIRTH", 5, [
    { name: "Node Control/Rebirth", time: 5, value: 0, type: "Boolean" },
    { name: "Energy/Total", time: 5, value: 1000.5, type: "Double" },
    { name: "Label", time: 5, value: "hall", type: "String" },
  ]);
  const device = told("DBIRTH", 6, [{ name: "panel/Power", time: 6, value: null, type: "Float" }], "/panel");
  const data = told("NDATA", 9, [{ name: "Energy/Total", time: 9, value: "1001.25" }]);
  const broken = { ...told("NDATA", 10, []), text: "{" };
  const all = withBirths([broken, data], [device, birth]);
  assert.deepEqual(
    metricsOf([...all, before]).map(metric => [metric.name, metric.value, metric.type]),
    [
      ["Energy/Total", "1001.25", "Double"],
      ["Label", "hall", "String"],
      ["panel/Power", null, "Float"],
    ],
  );
  assert.deepEqual(numbersOf(all), ["Energy/Total"]);
  const whole = wholeMessage(all, []);
  assert.equal(whole?.topic, "spBv1.0/park/NDATA/meter");
  assert.deepEqual(
    JSON.parse(whole?.text ?? "").metrics.map((metric: { name: string }) => metric.name),
    ["Energy/Total"],
  );
  assert.equal(wholeMessage([], []), null);
  // A birth that is in both lists counts once.
  assert.equal(withBirths([data, birth], [birth]).length, 2);
});
