import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** Everything that can be chosen on the page, as it stands in the address; what is default is not there. */
const DEFAULTS = {
  state: "open",
  rule: "",
  severity: "",
  enterprise: "",
  point: "",
  by: "enterprise",
  days: "14",
  measure: "coverage",
  balance: "chart",
  points: "trouble",
  readings: "open",
} as const;

export type Filter = keyof typeof DEFAULTS;
export type Filters = Record<Filter, string>;

const ALLOWED: Partial<Record<Filter, readonly string[]>> = {
  state: ["open", "acknowledged", "resolved", "all"],
  severity: ["", "error", "warning", "information"],
  by: ["enterprise", "point"],
  days: ["7", "14", "31"],
  measure: ["coverage", "time", "estimated"],
  balance: ["chart", "table"],
  points: ["trouble", "all"],
  readings: ["open", "accepted", "dismissed"],
};

export function filtersOf(params: URLSearchParams): Filters {
  const found = { ...DEFAULTS } as Filters;
  for (const name of Object.keys(DEFAULTS) as Filter[]) {
    const value = params.get(name);
    if (value !== null && (ALLOWED[name]?.includes(value) ?? /^[a-z0-9_-]{0,63}$/.test(value)))
      found[name] = value;
  }
  return found;
}

/** The address with some choices changed. */
export function withFilters(params: URLSearchParams, changed: Partial<Filters>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changed) as [Filter, string][]) {
    if (value === DEFAULTS[name]) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

export function useFilters(): [Filters, (changed: Partial<Filters>) => void] {
  const [params, setParams] = useSearchParams();
  const change = useCallback(
    (changed: Partial<Filters>) => setParams(old => withFilters(old, changed), { replace: true }),
    [setParams],
  );
  return [filtersOf(params), change];
}
