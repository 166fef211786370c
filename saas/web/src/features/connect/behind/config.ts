import type { EdgeConfig, PointSection, Section } from "../../../api/edges";

/** How an edge reaches a source: a section of its configuration without points, and the texts of its secrets. */
export interface Connection {
  type: string;
  /** The section of the edge that it is; null: a new one. */
  name: string | null;
  section: Record<string, unknown>;
  secrets: Record<string, string>;
}

const NAME = /[^A-Za-z0-9_.-]+/g;

/** A name for a new section that no other one has. */
export function nameFor(sections: readonly Section[], wanted: string): string {
  const base = wanted.replace(NAME, "-").slice(0, 50) || "source";
  const taken = new Set(sections.map(section => section.name));
  if (!taken.has(base)) return base;
  for (let number = 2; ; number++) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}

/** The section that will be saved: of a known source its own with the points replaced or added. */
export function sectionOf(
  sections: readonly Section[],
  connection: Connection,
  points: readonly PointSection[],
  wanted: string,
): Section {
  const known = sections.find(section => section.name === connection.name);
  const fresh = new Set(points.map(point => point.key));
  return {
    ...connection.section,
    name: known?.name ?? nameFor(sections, wanted),
    type: connection.type,
    point: [...(known?.point.filter(point => !fresh.has(point.key)) ?? []), ...points],
  };
}

/** The whole configuration with this section in it; a key stands in one section only. */
export function merged(sections: readonly Section[], section: Section): Section[] {
  const keys = new Set(section.point.map(point => point.key));
  const others = sections
    .filter(other => other.name !== section.name)
    .map(other => ({ ...other, point: other.point.filter(point => !keys.has(point.key)) }))
    .filter(other => other.point.length > 0);
  const at = sections.findIndex(other => other.name === section.name);
  return at < 0 ? [...others, section] : [...others.slice(0, at), section, ...others.slice(at)];
}

/**
 * The key of a point: the one that it has at this edge, else its code; none that stands for another point, and
 * not that of a source of the past, which goes on beside it.
 */
export function keyOf(config: EdgeConfig, point: string): string {
  const sections = config.connector as Section[];
  const past = new Set(
    sections
      .filter(section => section.mode === "history")
      .flatMap(section => section.point.map(one => one.key)),
  );
  const bound = Object.entries(config.bindings).find(([key, code]) => code === point && !past.has(key));
  if (bound) return bound[0];
  const taken = (key: string) => key in config.bindings && config.bindings[key] !== point;
  if (!taken(point) && !past.has(point)) return point;
  for (let number = 2; ; number++) {
    const key = `${point}-${number}`;
    if (!taken(key) && !past.has(key)) return key;
  }
}

/** The sources of a kind that the edge has already, without their points. */
export function knownSources(config: EdgeConfig, types: readonly string[]): Connection[] {
  return (config.connector as Section[])
    .filter(section => types.includes(section.type) && section.mode !== "history")
    .map(({ name, type, point: _, ...section }) => ({ type, name, section, secrets: {} }));
}
