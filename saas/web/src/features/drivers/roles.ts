import type { AnalysisKind, AnalysisOptions, ReadTable } from "../../api/analyses";

/** What each column of a table is for. */
export interface Roles {
  period: string;
  entity: string;
  impact: string;
  output: string;
  drivers: string[];
  cells: string[];
}

/** A first guess: columns of numbers are figures, the first other column is the period, the rest tell parts apart. */
export function guess(kind: AnalysisKind, { table, numeric }: ReadTable): Roles {
  const looksLikePeriod = (name: string) => /period|year|month|date|quarter|\u5e74|\u6708|\u671f/i.test(name);
  const period =
    table.columns.find(looksLikePeriod) ??
    table.columns.find((_, i) => !numeric[i]) ??
    table.columns[0] ??
    "";
  const numbers = table.columns.filter((name, i) => numeric[i] && name !== period);
  const texts = table.columns.filter((name, i) => !numeric[i] && name !== period);
  const looksLikeImpact = (name: string) => /emission|co2|carbon|\u6392\u653e|\u78b3/i.test(name);
  const impact = numbers.find(looksLikeImpact) ?? numbers[0] ?? "";
  const others = numbers.filter(name => name !== impact);
  return {
    period,
    entity: kind === "stirpat" ? (texts[0] ?? "") : "",
    impact,
    output: others[0] ?? "",
    drivers: kind === "lmdi" ? numbers : others,
    cells: texts,
  };
}

/** What is still to be said before it can be asked. */
export function missing(kind: AnalysisKind, roles: Roles): "drivers" | "columns" | null {
  if (kind === "decoupling")
    return roles.impact && roles.output && roles.impact !== roles.output ? null : "columns";
  return roles.drivers.length > 0 ? null : "drivers";
}

export function tableOptions(kind: AnalysisKind, roles: Roles): AnalysisOptions {
  if (kind === "lmdi") return { period: roles.period, factors: roles.drivers, cells: roles.cells };
  if (kind === "decoupling") return { period: roles.period, emissions: roles.impact, output: roles.output };
  return {
    period: roles.period,
    impact: roles.impact,
    drivers: roles.drivers.filter(name => name !== roles.impact),
    ...(roles.entity && { entity: roles.entity }),
  };
}
