import type { TFunction } from "i18next";
import type { EmissionSource } from "../../api/emissions";
import type { Format } from "../../lib/format";

export const CATEGORIES = [
  "stationary_combustion",
  "mobile_combustion",
  "conversion",
  "process",
  "fugitive",
  "wastewater",
  "waste",
  "purchased_electricity",
  "purchased_heat",
  "scope3",
  "sink",
] as const;
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

/** Sources by category, in the order in which people look for them. */
export function grouped(sources: EmissionSource[]): [string, EmissionSource[]][] {
  return CATEGORIES.map(
    category =>
      [category, sources.filter(source => source.category === category)] as [string, EmissionSource[]],
  ).filter(([, found]) => found.length > 0);
}

/** A code that is not taken, from a name. */
export function freeCode(name: string, taken: ReadonlySet<string>): string {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "source";
  let code = plain.slice(0, 55);
  for (let number = 2; taken.has(code); number += 1) code = `${plain.slice(0, 55)}-${number}`;
  return code;
}
