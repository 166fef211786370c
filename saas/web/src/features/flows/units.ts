import type { FlowAmount } from "../../api/flows";
import type { Format } from "../../lib/format";

export const UNITS = ["GJ", "tce", "tCO2"] as const;
export type Unit = (typeof UNITS)[number];

const OF: Record<Unit, { field: keyof FlowAmount; per: number }> = {
  GJ: { field: "joules", per: 1e9 },
  tce: { field: "coal_g", per: 1e6 },
  tCO2: { field: "co2_mg", per: 1e9 },
};

/** The whole number that is shown in a unit: joules, grams of coal, milligrams of CO2. */
export const base = (amount: FlowAmount, unit: Unit): number => amount[OF[unit].field];

export const inUnit = (amount: FlowAmount, unit: Unit): number => base(amount, unit) / OF[unit].per;

/** As people read it: four digits that mean something, or as many decimals as the unit allows. */
export function shown(amount: FlowAmount, unit: Unit, format: Format): string {
  const value = inUnit(amount, unit);
  const size = Math.abs(value);
  return format.number(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 || size === 0 ? 2 : 3);
}
