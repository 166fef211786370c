import type { TFunction } from "i18next";
import type { EmissionSource, SourceDefinition } from "../../api/emissions";
import type { Format } from "../../lib/format";

export const SCENES = ["energy", "industry", "building", "transport", "infrastructure"] as const;

const MG_PER_T = 1e9;
const MG_PER_KG = 1e6;
const SHOWN: Record<string, [string, number]> = {
  Wh: ["kWh", 1e3],
  J: ["GJ", 1e9],
  mL: ["m³", 1e6],
  g: ["t", 1e6],
  m: ["km", 1e3],
  "kg.m": ["t·km", 1e6],
  "p.m": ["p·km", 1e3],
};

/** A mass [mg] of a gas in the unit that people read. */
export function massText(mg: number, format: Format): string {
  return Math.abs(mg) >= MG_PER_T
    ? `${format.number(mg / MG_PER_T, 3)} t`
    : `${format.number(mg / MG_PER_KG, 3)} kg`;
}

/** An amount [base unit] in the unit that people read. */
export function amountText(amount: number, base: string, format: Format): string {
  const [unit, scale] = SHOWN[base] ?? [base, 1];
  return `${format.number(amount / scale, 2)} ${unit}`;
}

/** What a source emitted in the last 30 days. */
export function recentText(source: EmissionSource, format: Format): string {
  const total = source.recent;
  return total ? massText(total.co2_mg + total.gas_mg, format) : "–";
}

/** A word of this page for a code. */
export function word(t: TFunction, kind: "category" | "state" | "action" | "problem", code: string): string {
  return t(`emissions.${kind}.${code}` as never, { defaultValue: code }) as string;
}

/** Sources by category, in the order in which they come. */
export function grouped(sources: readonly EmissionSource[]): [string, EmissionSource[]][] {
  const found = new Map<string, EmissionSource[]>();
  for (const source of sources) found.set(source.category, [...(found.get(source.category) ?? []), source]);
  return [...found];
}

/** What codes made of a name begin with. */
export const plainCode = (name: string): string =>
  (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "source"
  ).slice(0, 55);

/** A code that is not taken, from a name. */
export function freeCode(name: string, taken: ReadonlySet<string>): string {
  const plain = plainCode(name);
  let code = plain;
  for (let number = 2; taken.has(code); number += 1) code = `${plain}-${number}`;
  return code;
}

export type Scene = (typeof SCENES)[number];
/** Shares of scenes as people write them [%]. */
export type Percents = Record<Scene, string>;

/** The shares that hold now; a scene without one has nothing written. */
export function percentsNow(shares: EmissionSource["scenes"]): Percents {
  const found: Percents = { energy: "", industry: "", building: "", transport: "", infrastructure: "" };
  const last = shares.reduce((day, share) => (share.from > day ? share.from : day), "");
  for (const share of shares)
    if (share.from === last) found[share.scene] = String(Number((Number(share.share) * 100).toFixed(4)));
  return found;
}

/** Shares that sum to one, or null. */
export function sharesOf(percents: Percents): Record<string, string> | null {
  const given = SCENES.map(scene => [scene, Number(percents[scene] || 0)] as const);
  if (given.some(([, value]) => !(value >= 0 && value <= 100))) return null;
  const sum = given.reduce((total, [, value]) => total + Math.round(value * 1e4), 0);
  if (sum !== 100 * 1e4) return null;
  return Object.fromEntries(
    given.filter(([, value]) => value > 0).map(([scene, value]) => [scene, (value / 100).toFixed(6)]),
  );
}

/** A source as it is, to be tried or changed. */
export function definitionOf(source: EmissionSource): SourceDefinition {
  const terms = (found: EmissionSource["activity"]) =>
    found.map(term => ({ point: term.point, weight: term.weight < 0 ? (-1 as const) : (1 as const) }));
  return {
    name_zh: source.name_zh,
    name_en: source.name_en,
    enterprise: source.enterprise,
    category: source.category,
    carrier: source.carrier,
    scope: source.scope as 1 | 2 | 3,
    formula: source.formula,
    factor: source.factor_name,
    factor_region: source.factor_region,
    internal_transfer: source.internal_transfer,
    gas: source.gas,
    unit_code: source.unit_code,
    scope3_category: source.scope3_category,
    biogenic: source.biogenic,
    activity: terms(source.activity),
    live: terms(source.live),
    scenes: (sharesOf(percentsNow(source.scenes)) ?? {}) as SourceDefinition["scenes"],
  };
}

/** The day after an ISO day. */
export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
