import type { TFunction } from "i18next";
import type { Finding } from "../../api/types";
import type { Format } from "../../lib/format";

/** Base units of a carrier as people read them: [unit, base units of one]. */
const UNITS: Record<string, [string, number]> = {
  electricity: ["kWh", 1e3],
  natural_gas: ["m\u00b3", 1e6],
  water: ["m\u00b3", 1e6],
  steam: ["GJ", 1e9],
  heat: ["GJ", 1e9],
  diesel: ["kg", 1e3],
  process: ["t", 1e6],
};

type Tell = (found: string[], of: Reader) => string;
interface Reader {
  t: TFunction;
  format: Format;
  /** An amount in base units, in the carrier's unit. */
  amount: (base: string) => string;
}

/** What a rule's own words say, by rule: pattern and the same in the language in use. */
const PATTERNS: [RegExp, Tell][] = [
  [/^(\d+) s ahead$/, ([s], { t }) => t("health.detail.ahead", { s })],
  [/^(\d+) s behind$/, ([s], { t }) => t("health.detail.behind", { s })],
  [
    /^(-?\d+) (?:in|over) (\d+) s$/,
    ([n = "0", s], { t, amount }) => t("health.detail.in_s", { amount: amount(n), s }),
  ],
  [
    /^(-?\d+) by power in (\d+) min$/,
    ([n = "0", min], { t, amount }) => t("health.detail.by_power", { amount: amount(n), min }),
  ],
  [/^([\d.e+]+) h of zero$/, ([h], { t }) => t("health.detail.zero", { h })],
  [
    /^([\d.e+-]+) times the mean of (\d+) like days$/,
    ([x, days], { t }) => t("health.detail.times", { x, days }),
  ],
  [
    /^at ([\d.e+-]+) a float32 steps by ([\d.e+-]+)$/,
    ([at, step], { t }) => t("health.detail.steps", { at, step }),
  ],
  [
    /^([+-]\d+) \((.+)\)$/,
    ([n = "0", share], { t, amount }) => t("health.detail.difference", { amount: amount(n), share }),
  ],
  [/^(\d+) min without a reading$/, ([min], { t }) => t("health.detail.silent", { min })],
  [
    /^(\d+) quarter hours wait for (.+)$/,
    ([count, meters], { t }) => t("health.detail.waits", { number: count, meters }),
  ],
  [
    /^([\d.e+]+) of ([\d.e+]+) (.+) are used$/,
    ([used, total, unit], { t }) => t("health.detail.budget_used", { used, total, unit }),
  ],
  [
    /^([\d.e+]+) (.+) are expected of a budget of ([\d.e+]+) .+$/,
    ([value, unit, total], { t }) => t("health.detail.budget_ahead", { value, unit, total }),
  ],
  [
    /^([\d.e+]+) (.+) are used, ([\d.e+]+) .+ were planned to date$/,
    ([used, unit, planned], { t }) => t("health.detail.budget_planned", { used, unit, planned }),
  ],
  [
    // What a conversion misses: its quantities.
    /^([a-z_]+(?:, [a-z_]+)*)$/,
    ([missing = ""], { t }) =>
      missing
        .split(", ")
        .map(one => t(`terms.quantity.${one}` as never, { defaultValue: one }) as string)
        .join(t("benchmark.comma")),
  ],
  [/^never read$/, (_, { t }) => t("health.detail.never")],
  [
    /^(\d+) \u00d7: ([\d.e+-]+) kept, ([\d.e+-]+) came later$/,
    ([count, kept, other], { t }) => t("health.detail.contradiction", { number: count, kept, other }),
  ],
];

/** The detail of a finding in the language in use; what has no translation stays as the rule says it. */
export function detailText(t: TFunction, format: Format, finding: Finding): string {
  const [unit, size] = UNITS[finding.carrier.split(":")[0] ?? ""] ?? ["", 1];
  const amount = (base: string) => `${format.number(Number(base) / size, 1)} ${unit}`.trim();
  for (const [pattern, tell] of PATTERNS) {
    const match = pattern.exec(finding.detail);
    if (match) return tell(match.slice(1), { t, format, amount });
  }
  return finding.detail;
}
