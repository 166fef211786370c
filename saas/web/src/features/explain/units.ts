import type { Format } from "../../lib/format";

// Base units are for adding up; people read the larger ones.
const SHOWN: Record<string, [number, string]> = {
  Wh: [1e3, "kWh"],
  J: [1e9, "GJ"],
  mL: [1e6, "m\u00b3"],
  g: [1e3, "kg"],
};

/** A quantity in base units (perhaps an hour) as people read it; other units as they are. */
export function showQuantity(value: number, unit: string, format: Format): string {
  const [base = unit, per] = unit.split("/");
  const [divisor, name] = SHOWN[base] ?? [1, base];
  const scaled = value / divisor;
  const digits = Math.abs(scaled) >= 1000 ? 0 : Math.abs(scaled) >= 10 ? 1 : 3;
  return `${format.number(scaled, digits)} ${name}${per ? `/${per}` : ""}`;
}

/** A factor with the digits it has. */
export function showFactor(value: number, format: Format): string {
  const digits = Math.min(6, (String(value).split(".")[1] ?? "").length);
  return format.number(value, digits);
}
