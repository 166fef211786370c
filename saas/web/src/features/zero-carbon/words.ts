import type { ZeroIndicator } from "../../api/national";
import type { Format } from "../../lib/format";

const MG_PER_T = 1e9;

export const GROUPS = ["fuel", "conversion", "electricity", "heat", "process"] as const;
export type Group = (typeof GROUPS)[number];
/** Which figure is opened: the whole, a part of it, or the energy below it. */
export type Opened = "total" | "core" | "energy" | Group;

/** A quantity with about four digits that mean something. */
export function amount(value: number, format: Format): string {
  const size = Math.abs(value);
  const digits = value === 0 || size >= 10_000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4;
  return format.number(value, digits);
}

/** Tonnes of a mass. */
export const tonnes = (mg: number, format: Format): string => amount(mg / MG_PER_T, format);

/** A signed mass; nothing stays nothing. */
export const signed = (mg: number, format: Format): string => `${mg > 0 ? "+" : ""}${tonnes(mg, format)}`;

/** An indicator as it is read: a share in percent, the core one in t CO2 per tce, a product in its unit. */
export function shown(one: ZeroIndicator, value: number | null | undefined, format: Format): string {
  if (value === null || value === undefined) return "\u2013";
  if (one.code === "core") return format.number(value, value < 1 ? 3 : 2);
  if (one.code.startsWith("product:")) return `${format.number(value, 2)} ${one.unit}`;
  return format.percent(value);
}

export const CHIPS = { met: "chip chip-good", missed: "chip chip-bad", unknown: "chip" } as const;
