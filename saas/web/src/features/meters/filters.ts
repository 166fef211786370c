import type { MeterPoint, MetersQuery } from "../../api/meters";
import { type CursorKind, type Pages, queryBehind } from "../../lib/paging.ts";

export type State = MeterPoint["state"];
export type Show = "all" | "silent" | "findings" | "virtual";
export type Sort = "name" | "age" | "findings" | "tree";
export const SHOWS: Show[] = ["all", "silent", "findings", "virtual"];
export const SORTS: Sort[] = ["name", "age", "findings", "tree"];

/** What of the meters is asked for; the address holds it. */
export interface Asked {
  text: string;
  carrier: string;
  enterprise: string;
  show: Show;
  sort: Sort;
}

export function askedOf(parameters: URLSearchParams): Asked {
  return {
    text: parameters.get("q") ?? "",
    carrier: parameters.get("carrier") ?? "",
    enterprise: parameters.get("enterprise") ?? "",
    show: SHOWS.find(item => item === parameters.get("show")) ?? "all",
    sort: SORTS.find(item => item === parameters.get("sort")) ?? "name",
  };
}

/** The address of a question; what is as by default is left out. */
export function parametersOf(asked: Asked): URLSearchParams {
  const found = new URLSearchParams();
  if (asked.text) found.set("q", asked.text);
  if (asked.carrier) found.set("carrier", asked.carrier);
  if (asked.enterprise) found.set("enterprise", asked.enterprise);
  if (asked.show !== "all") found.set("show", asked.show);
  if (asked.sort !== "name") found.set("sort", asked.sort);
  return found;
}

export const findingsOf = (point: MeterPoint): number =>
  point.findings.error + point.findings.warning + point.findings.information;

/** What the API is asked: a page; the tree as a whole, for a meter may stand far from the one above it. */
export const questionOf = (asked: Asked, text: string, pages: Pages): MetersQuery => ({
  ...(asked.sort !== "tree" && queryBehind(pages)),
  ...(text && { q: text }),
  ...(asked.carrier && { carrier: asked.carrier }),
  ...(asked.enterprise && { enterprise: asked.enterprise }),
  ...(asked.show !== "all" && { show: asked.show }),
  ...(asked.sort !== "tree" && asked.sort !== "name" && { sort: asked.sort }),
});

/** Where the pages of an order begin. */
export const cursorsBy = (sort: Sort): CursorKind =>
  sort === "age" ? "counted" : sort === "findings" ? "weighted" : "code";

/** Each meter followed by those below it, as far as they are among the points. */
export function inTree(points: MeterPoint[]): MeterPoint[] {
  const known = new Set(points.map(point => point.code));
  const below = new Map<string, MeterPoint[]>();
  for (const point of [...points].sort((a, b) => a.code.localeCompare(b.code))) {
    const parent = point.parent !== null && known.has(point.parent) ? point.parent : "";
    below.set(parent, [...(below.get(parent) ?? []), point]);
  }
  const walk = (parent: string): MeterPoint[] =>
    (below.get(parent) ?? []).flatMap(point => [point, ...walk(point.code)]);
  return walk("");
}

/** How many of the points stand above each. */
export function depthsOf(points: MeterPoint[]): Map<string, number> {
  const parents = new Map(points.map(point => [point.code, point.parent]));
  const depth = (code: string): number => {
    const parent = parents.get(code);
    return parent && parents.has(parent) ? depth(parent) + 1 : 0;
  };
  return new Map(points.map(point => [point.code, depth(point.code)]));
}

/** After which row the remainder of each parent stands: in the tree behind all that is below it, else behind itself. */
export function remainderPlaces(
  points: MeterPoint[],
  parents: string[],
  isTree: boolean,
): Map<string, string[]> {
  const places = new Map<string, string[]>();
  const order = points.map(point => point.code);
  const depths = depthsOf(points);
  for (const parent of parents) {
    let at = order.indexOf(parent);
    if (at < 0) continue;
    const own = depths.get(parent) ?? 0;
    while (isTree && (depths.get(order[at + 1] ?? "") ?? -1) > own) at++;
    const last = order[at] ?? parent;
    places.set(last, [parent, ...(places.get(last) ?? [])]);
  }
  // Deeper remainders come first.
  for (const found of places.values()) found.sort((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));
  return places;
}

export interface Age {
  unit: "seconds" | "minutes" | "hours" | "days";
  count: number;
}

/** How long ago, in the largest unit that is worth saying. */
export function ageOf(ms: number): Age {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return { unit: "seconds", count: seconds };
  if (seconds < 7200) return { unit: "minutes", count: Math.floor(seconds / 60) };
  if (seconds < 172_800) return { unit: "hours", count: Math.floor(seconds / 3600) };
  return { unit: "days", count: Math.floor(seconds / 86_400) };
}
