import type { Frame } from "../../api/types";

/** Where things are drawn, in pixels; the figures that are shown are the frame's own. */
export interface SankeyNode {
  id: string;
  column: 0 | 1 | 2;
  by: "carrier" | "scene" | "enterprise" | "unallocated";
  key: string;
  value: number;
  /** The bar. */
  y: number;
  height: number;
  /** Part of the bar that no ribbon reaches: bought inside the park, counted at the supplier. */
  transferHeight: number;
  /** Middle of the place that the label has for itself. */
  labelY: number;
}

export interface Ribbon {
  id: string;
  carrier: string;
  from: string;
  to: string;
  isUnallocated: boolean;
  column: 0 | 1;
  y0: number;
  y1: number;
  height: number;
}

export interface SankeyLayout {
  nodes: SankeyNode[];
  ribbons: Ribbon[];
}

interface Draft extends Omit<SankeyNode, "y" | "height" | "transferHeight" | "labelY"> {
  through: number;
}

const UNALLOCATED = "unallocated";
const GAP = 2;
// Labels of many small nodes take at most so much of the height; the rest shows the proportions.
const LABEL_SHARE = 0.7;
// What is pressed has so many pixels for itself (WCAG 2.5.8) where that leaves a fifth of the height.
const TARGET = 24;
const MOST_SHARE = 0.8;

const positive = (value: number) => Math.max(0, value);

/** Pixels a gram: the largest scale at which every column fits, each node having room for its label. */
export function scaleFor(columns: number[][], height: number, minimum: number): number {
  const needs = (scale: number) =>
    Math.max(
      ...columns.map(
        values =>
          values.reduce((sum, value) => sum + Math.max(value * scale, minimum), 0) +
          GAP * (values.length - 1),
      ),
    );
  let low = 0;
  let high = height / Math.max(1, ...columns.map(values => values.reduce((a, b) => a + b, 0)));
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (needs(middle) > height) high = middle;
    else low = middle;
  }
  return low;
}

function drafts(frame: Frame): Draft[][] {
  const through = (pick: (flow: Frame["flows"][number]) => boolean) =>
    frame.flows.filter(pick).reduce((sum, flow) => sum + positive(flow.value), 0);
  const carriers = frame.carriers
    .filter(slice => slice.value > 0)
    .map<Draft>(slice => ({
      id: `c/${slice.key}`,
      column: 0,
      by: "carrier",
      ...slice,
      through: through(flow => flow.carrier === slice.key),
    }));
  const scenes = frame.scenes
    .filter(slice => slice.value > 0)
    .map<Draft>(slice => ({
      id: `s/${slice.key}`,
      column: 1,
      by: "scene",
      ...slice,
      through: through(flow => flow.scene === slice.key),
    }));
  const enterprises = frame.enterprises
    .filter(slice => slice.value > 0)
    .map<Draft>(slice => ({
      id: `e/${slice.key}`,
      column: 2,
      by: "enterprise",
      key: slice.key,
      value: slice.value,
      through: through(flow => flow.enterprise === slice.key),
    }));
  if (frame.unallocated > 0)
    enterprises.push({
      id: `e/${UNALLOCATED}`,
      column: 2,
      by: UNALLOCATED,
      key: "",
      value: frame.unallocated,
      through: through(flow => flow.enterprise === null),
    });
  return [carriers, scenes, enterprises];
}

const owner = (enterprise: string | null) => `e/${enterprise ?? UNALLOCATED}`;

/** Mean position of what flows into a node: near the sources, ribbons cross less. */
function pull(frame: Frame, scenes: string[], id: string): number {
  const flows = frame.flows.filter(flow => owner(flow.enterprise) === id && flow.value > 0);
  const weight = flows.reduce((sum, flow) => sum + flow.value, 0);
  const place = flows.reduce((sum, flow) => sum + flow.value * scenes.indexOf(`s/${flow.scene}`), 0);
  return weight ? place / weight : scenes.length;
}

/** The order of the nodes in each column. Unallocated stays at the bottom. */
export function orderOf(frame: Frame): string[][] {
  const [carriers = [], scenes = [], enterprises = []] = drafts(frame);
  const bySize = (a: Draft, b: Draft) => b.value - a.value;
  const sceneIds = scenes.sort(bySize).map(node => node.id);
  const last = (node: Draft) => (node.by === UNALLOCATED ? 1 : 0);
  enterprises.sort(
    (a, b) =>
      last(a) - last(b) ||
      Math.round(pull(frame, sceneIds, a.id)) - Math.round(pull(frame, sceneIds, b.id)) ||
      bySize(a, b),
  );
  return [carriers.sort(bySize).map(node => node.id), sceneIds, enterprises.map(node => node.id)];
}

function place(column: Draft[], scale: number, height: number, minimum: number): SankeyNode[] {
  const slots = column.map(node => Math.max(node.value * scale, minimum));
  const free = height - slots.reduce((a, b) => a + b, 0);
  const gap = column.length > 1 ? Math.min(free / (column.length - 1), 26) : 0;
  let y = (free - gap * (column.length - 1)) / 2;
  return column.map((node, index) => {
    const slot = slots[index] ?? 0;
    const bar = Math.max(node.value * scale, 1.5);
    const top = y + (slot - bar) / 2;
    y += slot + gap;
    const transfer = positive(node.value - node.through) * scale;
    const { through: _, ...rest } = node;
    return { ...rest, y: top, height: bar, transferHeight: transfer, labelY: top + bar / 2 };
  });
}

/** Nodes and ribbons of a frame in a box; `order` as `orderOf` gave it, kept for a while. */
export function layoutSankey(frame: Frame, height: number, line: number, order: string[][]): SankeyLayout {
  const columns = drafts(frame).map((column, index) => {
    const rank = new Map(order[index]?.map((id, at) => [id, at]));
    return column.sort((a, b) => (rank.get(a.id) ?? 99) - (rank.get(b.id) ?? 99));
  });
  const each = height / Math.max(1, ...columns.map(column => column.length));
  const label = Math.min(line, Math.max(each * LABEL_SHARE, TARGET <= each * MOST_SHARE ? TARGET : 0));
  const scale = scaleFor(
    columns.map(column => column.map(node => node.value)),
    height,
    label,
  );
  const nodes = columns.flatMap(column => place(column, scale, height, label));
  return { nodes, ribbons: ribbons(frame, nodes, scale) };
}

function ribbons(frame: Frame, nodes: SankeyNode[], scale: number): Ribbon[] {
  const byId = new Map(nodes.map((node, index) => [node.id, { node, index, in: 0, out: 0 }]));
  const at = (id: string) => byId.get(id)?.index ?? 0;
  const flows = frame.flows.filter(flow => flow.value > 0);
  const first = new Map<string, number>();
  for (const flow of flows) {
    const id = `${flow.carrier}|${flow.scene}`;
    first.set(id, (first.get(id) ?? 0) + flow.value);
  }
  const links = [
    ...[...first].map(([id, value]) => {
      const [carrier = "", scene = ""] = id.split("|");
      return { column: 0 as const, carrier, from: `c/${carrier}`, to: `s/${scene}`, value };
    }),
    ...flows.map(flow => ({
      column: 1 as const,
      carrier: flow.carrier,
      from: `s/${flow.scene}`,
      to: owner(flow.enterprise),
      value: flow.value,
    })),
  ].filter(link => byId.has(link.from) && byId.has(link.to));
  const carrierRank = (link: { carrier: string }) => at(`c/${link.carrier}`);
  const start = new Map<object, number>();
  for (const link of [...links].sort((a, b) => at(a.to) - at(b.to) || carrierRank(a) - carrierRank(b))) {
    const end = byId.get(link.from);
    if (!end) continue;
    start.set(link, end.node.y + end.out);
    end.out += link.value * scale;
  }
  return [...links]
    .sort((a, b) => at(a.from) - at(b.from) || carrierRank(a) - carrierRank(b))
    .flatMap(link => {
      const end = byId.get(link.to);
      if (!end) return [];
      const y1 = end.node.y + end.in;
      end.in += link.value * scale;
      const height = link.value * scale;
      return [
        {
          id: `${link.carrier}|${link.from}|${link.to}`,
          carrier: link.carrier,
          from: link.from,
          to: link.to,
          isUnallocated: link.to === owner(null),
          column: link.column,
          y0: start.get(link) ?? 0,
          y1,
          height,
        },
      ];
    });
}
