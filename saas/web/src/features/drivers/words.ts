import type { TFunction } from "i18next";
import type { Analysis, AnalysisKind } from "../../api/analyses";

export const KINDS: readonly AnalysisKind[] = ["lmdi", "stirpat", "decoupling"];

export const isOpen = (run: Analysis) => run.state === "queued" || run.state === "running";

/** The word for a factor or driver that the platform knows; a column's own name otherwise. */
export const nameOf = (t: TFunction, code: string): string =>
  t(`drivers.name.${code}` as never, { defaultValue: code }) as string;

/** A label of a dimension: carriers and scenes have words, enterprises and columns their own names. */
export const partOf = (t: TFunction, dimension: string, label: string): string => {
  // An enterprise may be called as a factor is (energy).
  if (dimension === "enterprise" && label !== "park") return label;
  const [head = label, tail] = label.split(":");
  if (dimension === "scene" || dimension === "carrier")
    return t(`terms.${tail ? "product" : dimension}.${tail ?? head}` as never, {
      defaultValue: nameOf(t, label),
    }) as string;
  return nameOf(t, label);
};

const RANGE = 3;
/** Digits that leave three or four figures to read. */
export const digitsFor = (largest: number): number =>
  largest === 0 ? 0 : Math.max(0, Math.min(6, RANGE - 1 - Math.floor(Math.log10(Math.abs(largest)))));
