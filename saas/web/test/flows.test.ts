import assert from "node:assert/strict";
import { test } from "node:test";
import type { EnergyFlows, FlowLink, FlowNode } from "../src/api/flows.ts";
import { edgesOf, layout } from "../src/features/flows/layout.ts";

const amount = (joules: number) => ({ joules, coal_g: 0, co2_mg: 0 });

const node = (sort: FlowNode["sort"], stage: FlowNode["stage"], subject: string): FlowNode => ({
  key: `${sort}/${subject}`,
  sort,
  stage,
  subject,
  name_zh: subject,
  name_en: subject,
  amount: amount(0),
});

const link = (start: string, end: string, joules: number): FlowLink => ({
  start,
  end,
  carrier: "electricity",
  amount: amount(joules),
  rule: "sum",
  parts: [],
});

const flows = {
  nodes: [
    node("bought", "supply", "electricity"),
    node("network", "distribution", "electricity"),
    node("network_loss", "use", "electricity"),
    node("enterprise", "use", "mill"),
    node("enterprise", "use", "works"),
  ],
  links: [
    link("bought/electricity", "network/electricity", 100),
    link("network/electricity", "enterprise/mill", 30),
    link("network/electricity", "enterprise/works", 10),
    link("network/electricity", "network_loss/electricity", 60),
    link("network/electricity", "enterprise/nobody", 0),
  ],
} as unknown as EnergyFlows;

test("ribbons leave and enter a bar side by side and fill it", () => {
  const { nodes, ribbons } = layout(flows, "GJ", 400, 20);
  const network = nodes.find(placed => placed.node.key === "network/electricity");
  assert.ok(network);
  const out = ribbons.filter(ribbon => ribbon.start === network.node.key).sort((a, b) => a.y0 - b.y0);
  let y = network.y;
  for (const ribbon of out) {
    assert.ok(Math.abs(ribbon.y0 - y) < 1e-6);
    y += ribbon.height;
  }
  assert.ok(Math.abs(y - network.y - network.height) < 1e-6);
});

test("columns fit into the height, losses stand at the bottom, stages without nodes take no room", () => {
  const { nodes, stages } = layout(flows, "GJ", 400, 20);
  assert.deepEqual(stages, ["supply", "distribution", "use"]);
  for (const placed of nodes) assert.ok(placed.y >= 0 && placed.y + placed.height <= 400.001);
  const uses = nodes.filter(placed => placed.column === 2).sort((a, b) => a.y - b.y);
  assert.equal(uses.at(-1)?.node.sort, "network_loss");
});

test("what does not flow in a unit is not drawn", () => {
  assert.equal(edgesOf(flows, "GJ").length, 4);
  assert.equal(edgesOf(flows, "tCO2").length, 0);
});
