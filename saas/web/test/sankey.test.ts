import assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt } from "../dev/plant.ts";
import { layoutSankey, orderOf, scaleFor } from "../src/features/live/sankey-layout.ts";

const HEIGHT = 600;
const LINE = 24;
const frame = frameAt(1_795_478_400_000);
const { nodes, ribbons } = layoutSankey(frame, HEIGHT, LINE, orderOf(frame));
const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);

test("every node shows a figure of the frame", () => {
  const figures = new Set(
    [...frame.carriers, ...frame.scenes, ...frame.enterprises].map(slice => slice.value),
  );
  figures.add(frame.unallocated);
  assert.ok(nodes.length > 15);
  for (const node of nodes) assert.ok(figures.has(node.value), node.id);
});

test("ribbons fill the nodes that they leave and reach", () => {
  for (const node of nodes) {
    const through = (end: "from" | "to", column: number) =>
      ribbons.filter(r => r[end] === node.id && r.column === column).reduce((sum, r) => sum + r.height, 0);
    const solid = node.height - node.transferHeight;
    if (solid < 2) continue; // drawn thicker than it is, to be seen
    if (node.column > 0) close(through("to", node.column - 1), solid);
    if (node.column < 2) close(through("from", node.column), solid);
  }
});

test("what is bought inside the park is drawn, but not as a flow", () => {
  const hatched = nodes.filter(node => node.transferHeight > 0.5).map(node => node.key);
  assert.deepEqual(hatched.sort(), ["battery", "campus", "chemical", "food", "hotel"]);
});

test("labels have a line for themselves and stay inside", () => {
  for (const column of [0, 1, 2]) {
    const places = nodes.filter(node => node.column === column).map(node => node.labelY);
    for (const [index, y] of places.entries()) {
      assert.ok(y > 0 && y < HEIGHT);
      if (index > 0) assert.ok(y - (places[index - 1] ?? 0) >= LINE - 1e-6);
    }
  }
});

test("a low box still shows proportions", () => {
  const low = layoutSankey(frame, 260, LINE, orderOf(frame));
  assert.ok(low.ribbons.some(ribbon => ribbon.height > 20));
});

test("labels of a box of medium height can be pressed apart", () => {
  const order = orderOf(frame);
  const most = Math.max(...order.map(column => column.length));
  const { nodes } = layoutSankey(frame, 31 * most, LINE, order);
  for (const column of new Set(nodes.map(node => node.column))) {
    const places = nodes.filter(node => node.column === column).map(node => node.labelY);
    for (const [n, y] of places.entries()) if (n > 0) assert.ok(y - (places[n - 1] ?? 0) > 23.99);
  }
});

test("the scale lets the fullest column fit", () => {
  const scale = scaleFor([[100, 50], [150]], 302, 10);
  close(scale, 2);
});
