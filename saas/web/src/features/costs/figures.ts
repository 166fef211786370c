/** Figures of a bill as text, and lines chosen from it. */
import type { CostLine, Costs, TariffPeriod } from "../../api/types";
import type { Format } from "../../lib/format";

export const PERIODS: TariffPeriod[] = ["sharp", "peak", "flat", "valley", "deep_valley"];

export const periodColour = (period: string): string => `var(--period-${period.replace("_", "-")})`;

const SYMBOLS: Record<string, string> = { CNY: "¥", EUR: "€", USD: "$" };

/** Money with its sign in front; `digits` 0 where large sums stand alone. */
export function money(amount: string, currency: string | null, format: Format, digits = 2): string {
  const symbol = SYMBOLS[currency ?? ""] ?? `${currency ?? ""} `;
  const value = Number(amount);
  const text = format.number(Math.abs(value), digits);
  return `${value < 0 ? "\u2212" : ""}${symbol}${text}`;
}

export const kwh = (wh: number, format: Format): string => format.number(wh / 1000);
export const mwh = (wh: number, format: Format): string => format.number(wh / 1_000_000, 1);

/** The exact sum of amounts to 0.01, as text. */
export function sum(lines: { amount: string }[]): string {
  const cents = lines.reduce((total, line) => total + Math.round(Number(line.amount) * 100), 0);
  return (cents / 100).toFixed(2);
}

export type Part = "total" | "energy" | "demand" | "power_factor" | "surcharge" | `period:${TariffPeriod}`;

/** The lines that make up a part of the bill. */
export function linesOf(costs: Costs, part: Part): CostLine[] {
  if (part === "total") return costs.lines;
  if (part.startsWith("period:"))
    return costs.lines.filter(line => line.kind === "energy" && `period:${line.rule}` === part);
  return costs.lines.filter(line => line.kind === part);
}
