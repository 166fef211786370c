import type { TFunction } from "i18next";
import type { PlanDesk, PlanLine } from "../../api/planning";
import type { Format } from "../../lib/format";

/** The name of a scenario or measure in the language in use. */
export function nameOf(
  of: Record<string, { name_zh: string; name_en: string }> | undefined,
  code: string,
  format: Format,
): string {
  const found = of?.[code];
  return found ? format.name(found) : code;
}

/** What a lever's item is called: carriers by their words, sectors by their own name. */
export function itemName(t: TFunction, item: string): string {
  return t(`planning.carrier.${item}` as never, { defaultValue: item }) as string;
}

export const isOpen = (plan: PlanLine | undefined): boolean =>
  plan !== undefined && ["queued", "running", "failed"].includes(plan.state);

export function carriersOf(desk: PlanDesk): string[] {
  const base = desk.inputs.base;
  if (!base) return ["electricity"];
  const found = new Set(["electricity", ...base.sectors.flatMap(sector => Object.keys(sector.mix))]);
  return [...found].sort();
}

/** Thousand tonnes, as charts show them. */
export const kt = (tonnes: number): number => tonnes / 1000;

/** A short code from a name, unlike those there are. */
export function codeFor(name: string, taken: readonly string[]): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  const first = plain || "own";
  let code = first;
  for (let n = 2; taken.includes(code); n += 1) code = `${first}-${n}`;
  return code;
}
