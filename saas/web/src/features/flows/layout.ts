import type { EnergyFlows, FlowNode } from "../../api/flows";
import { scaleFor } from "../live/sankey-layout.ts";
import { base, type Unit } from "./units.ts";

/** Where nodes and ribbons are drawn, in pixels. */
export interface Placed {
  node: FlowNode;
  column: number;
  value: number;
  y: number;
  height: number;
  /** Middle of the place that the label has for itself. */
  labelY: number;
}

export interface Ribbon {
  id: string;
  start: string;
  end: string;
  carrier: string;
  value: number;
  y0: number;
  y1: number;
  height: number;
  isLost: boolean;
}

export interface Layout {
  /** The stages that have nodes: others take no room. */
  stages: FlowNode["stage"][];
  nodes: Placed[];
  ribbons: Ribbon[];
}

export const COLUMNS = ["supply", "conversion", "distribution", "use"] as const;
export const LOST = new Set(["network_loss", "conversion_loss", "unmetered"]);
// Labels of many small nodes take at most so much of the height; the rest shows the proportions.
const LABEL_SHARE = 0.8;
const GAP = 2;
const ROUNDS = 6;

interface Edge {
  start: string;
  end: string;
  carrier: string;
  value: number;
}

/** What flows in this unit; two links between the same nodes are one ribbon for each carrier. */
export function edgesOf(flows: EnergyFlows, unit: Unit): Edge[] {
  return flows.links
    .map(link => ({
      start: link.start,
      end: link.end,
      carrier: link.carrier,
      value: base(link.amount, unit),
    }))
    .filter(edge => edge.value > 0);
}

/** The height that lets every label of the fullest column stand by itself. */
export function rowsOf(flows: EnergyFlows, unit: Unit): number {
  const used = usedNodes(flows, edgesOf(flows, unit));
  return Math.max(1, ...COLUMNS.map(column => used.filter(node => node.stage === column).length));
}

export function layout(flows: EnergyFlows, unit: Unit, height: number, line: number): Layout {
  const edges = edgesOf(flows, unit);
  const values = through(edges);
  const columns = ordered(usedNodes(flows, edges), edges, values);
  const most = Math.max(1, ...columns.map(column => column.length));
  const label = Math.min(line, (height * LABEL_SHARE) / most);
  const sizes = columns.map(column => column.map(node => values.get(node.key) ?? 0));
  const scale = scaleFor(sizes, height, label);
  const stages = columns.flatMap(column => column[0]?.stage ?? []);
  const nodes = columns.flatMap((column, index) => place(column, index, values, { scale, height, label }));
  return { stages, nodes, ribbons: ribbons(edges, nodes, scale) };
}

function usedNodes(flows: EnergyFlows, edges: Edge[]): FlowNode[] {
  const keys = new Set(edges.flatMap(edge => [edge.start, edge.end]));
  return flows.nodes.filter(node => keys.has(node.key));
}

function through(edges: Edge[]): Map<string, number> {
  const into = new Map<string, number>();
  const out = new Map<string, number>();
  for (const { start, end, value } of edges) {
    out.set(start, (out.get(start) ?? 0) + value);
    into.set(end, (into.get(end) ?? 0) + value);
  }
  const keys = new Set([...into.keys(), ...out.keys()]);
  return new Map([...keys].map(key => [key, Math.max(into.get(key) ?? 0, out.get(key) ?? 0)]));
}

/** Columns from left to right, their nodes near what they are linked with; losses at the bottom. */
function ordered(nodes: FlowNode[], edges: Edge[], values: Map<string, number>): FlowNode[][] {
  const size = (node: FlowNode) => values.get(node.key) ?? 0;
  const columns = COLUMNS.map(stage =>
    nodes.filter(node => node.stage === stage).sort((a, b) => size(b) - size(a)),
  ).filter(column => column.length > 0);
  for (let round = 0; round < ROUNDS; round++) {
    const at = new Map(
      columns.flatMap(column => column.map((node, index) => [node.key, rank(index, column)])),
    );
    for (const column of columns) {
      const pull = new Map(column.map(node => [node.key, pulled(node.key, edges, at)]));
      column.sort(
        (a, b) =>
          Number(LOST.has(a.sort)) - Number(LOST.has(b.sort)) ||
          (pull.get(a.key) ?? 0) - (pull.get(b.key) ?? 0) ||
          size(b) - size(a),
      );
      column.forEach((node, index) => {
        at.set(node.key, rank(index, column));
      });
    }
  }
  return columns;
}

const rank = (index: number, column: FlowNode[]) => (index + 0.5) / column.length;

/** Mean place of what a node is linked with, by how much flows. */
function pulled(key: string, edges: Edge[], at: Map<string, number>): number {
  let weight = 0;
  let sum = 0;
  for (const { start, end, value } of edges) {
    const other = start === key ? end : end === key ? start : null;
    if (other === null) continue;
    weight += value;
    sum += value * (at.get(other) ?? 0.5);
  }
  return weight ? sum / weight : 0.5;
}

interface Room {
  scale: number;
  height: number;
  label: number;
}

function place(column: FlowNode[], index: number, values: Map<string, number>, room: Room): Placed[] {
  const { scale, height, label } = room;
  const slots = column.map(node => Math.max((values.get(node.key) ?? 0) * scale, label));
  const free = height - slots.reduce((a, b) => a + b, 0);
  const gap = column.length > 1 ? Math.max(GAP, Math.min(free / (column.length - 1), 30)) : 0;
  let y = Math.max(0, (free - gap * (column.length - 1)) / 2);
  return column.map((node, at) => {
    const slot = slots[at] ?? 0;
    const value = values.get(node.key) ?? 0;
    const bar = Math.max(value * scale, 1.5);
    const top = y + (slot - bar) / 2;
    y += slot + gap;
    return { node, column: index, value, y: top, height: bar, labelY: top + bar / 2 };
  });
}

function ribbons(edges: Edge[], nodes: Placed[], scale: number): Ribbon[] {
  const byKey = new Map(nodes.map(placed => [placed.node.key, placed]));
  const y = (key: string) => byKey.get(key)?.y ?? 0;
  const stack = (side: "start" | "end", other: "start" | "end") => {
    const used = new Map<string, number>();
    const found = new Map<Edge, number>();
    for (const edge of [...edges].sort((a, b) => y(a[other]) - y(b[other]))) {
      const before = used.get(edge[side]) ?? 0;
      found.set(edge, y(edge[side]) + before);
      used.set(edge[side], before + edge.value * scale);
    }
    return found;
  };
  const starts = stack("start", "end");
  const ends = stack("end", "start");
  return edges.map(edge => ({
    ...edge,
    id: `${edge.start}|${edge.end}|${edge.carrier}`,
    y0: starts.get(edge) ?? 0,
    y1: ends.get(edge) ?? 0,
    height: edge.value * scale,
    isLost: LOST.has(byKey.get(edge.end)?.node.sort ?? ""),
  }));
}
