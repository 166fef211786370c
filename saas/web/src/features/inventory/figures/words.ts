import type { Format } from "../../../lib/format";

const MG_PER_T = 1e9;
const GRAMS_PER_TONNE = 1e6;

const digits = (tonnes: number): number => {
  const size = Math.abs(tonnes);
  return size >= 10_000 ? 0 : size >= 100 ? 1 : 3;
};

/** Emissions [mg] in tonnes. */
export function massText(mg: number, format: Format): string {
  return `${format.number(mg / MG_PER_T, digits(mg / MG_PER_T))} t`;
}

/** Standard coal [g] in tonnes of coal equivalent. */
export function coalText(grams: number, format: Format): string {
  return `${format.number(grams / GRAMS_PER_TONNE, digits(grams / GRAMS_PER_TONNE))} tce`;
}

const UNITS: Record<string, [string, number]> = {
  Wh: ["MWh", 1e6],
  J: ["GJ", 1e9],
  mL: ["m³", 1e6],
  g: ["t", 1e6],
};

/** An amount in base units, as people tell it. */
export function amountText(quantity: number, base: string, format: Format): string {
  const [unit, size] = UNITS[base] ?? [base, 1];
  return `${format.number(quantity / size, 1)} ${unit}`;
}
