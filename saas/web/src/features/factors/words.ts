import type { TFunction } from "i18next";
import type { FactorVersion } from "../../api/factors";
import type { Format } from "../../lib/format";

/** A factor's name in the language in use; one without a name is its code. */
export function factorName(version: FactorVersion, format: Format): string {
  return format.name(version) || version.name_en || version.name_zh || version.factor;
}

/** A value with the digits that its source printed; one computed from its parts with eight. */
export function valueText(version: FactorVersion, format: Format): string {
  return `${format.plain(Number(Number(version.value).toPrecision(8)))} ${version.unit.replace("m3", "m\u00b3")}`;
}

/** From when to when a version holds; a standard's defaults hold always. */
export function validText(t: TFunction, version: FactorVersion): string {
  if (!version.valid_from && !version.valid_to) return t("factors.always");
  const year = version.valid_from?.slice(0, 4);
  if (version.valid_from?.endsWith("-01-01") && version.valid_to === `${year}-12-31`) return year ?? "";
  return `${version.valid_from ?? "\u2026"} \u2013 ${version.valid_to ?? "\u2026"}`;
}

/** How far apart two values are, as a share of the first; null where that says nothing. */
export function changeOf(before: FactorVersion, after: FactorVersion): number | null {
  const from = Number(before.value);
  return before.unit === after.unit && from !== 0 ? (Number(after.value) - from) / from : null;
}

/** What of two versions is not the same, by name. */
export function differences(before: FactorVersion, after: FactorVersion): [string, string, string][] {
  const parts = (version: FactorVersion) =>
    new Map(version.components.map(part => [part.name, `${part.value} ${part.unit}`]));
  const [old, now] = [parts(before), parts(after)];
  const rows: [string, string, string][] = [
    ["set", before.set, after.set],
    ["version", before.version, after.version],
    ["region", before.region, after.region],
    ["gas", before.gas, after.gas],
    ["unit", before.unit, after.unit],
    ["grade", before.grade, after.grade],
    ["reference_state", before.reference_state ?? "\u2013", after.reference_state ?? "\u2013"],
    ...[...new Set([...old.keys(), ...now.keys()])].map((name): [string, string, string] => [
      name,
      old.get(name) ?? "\u2013",
      now.get(name) ?? "\u2013",
    ]),
    ["citation", before.citation, after.citation],
  ];
  return rows.filter(([, one, other]) => one !== other);
}

/** The same list with one item a place earlier or later. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(index + by, 0, item);
  return next;
}
