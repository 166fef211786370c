import { useSearchParams } from "react-router";
import type { Basis, Dimension, Kept, Question, Ruleset } from "../../api/inventory";
import type { Membership } from "../../api/types";
import { toInput } from "../meters/spans.ts";

type Park = Membership["park"];

export interface View {
  tab: "now" | "kept";
  /** A year `YYYY` or a month `YYYY-MM`. */
  period: string;
  enterprise: string | undefined;
  ruleset: string;
  basis: Basis;
  gwp: string;
  /** How enterprises are consolidated; null: all of the boundary whole. */
  approach: string | null;
  /** What was chosen of these two; null: nothing was, and they are the usual ones. */
  chosen: { gwp: string | null; approach: string | null };
  by: Dimension;
  isTable: boolean;
  item: number | null;
  isNew: boolean;
  /** The figure that is explained, `by:key`; null: none is. */
  explain: string | null;
  /** The term of it that is open. */
  term: string | null;
  set: (change: Record<string, string | null>) => void;
}

/** In the address: all of the boundary is chosen, rather than nothing. */
export const WHOLE = "whole";
export const GWP_SETS = ["AR6", "AR5", "AR4"];
export const DIMENSIONS: Dimension[] = ["group", "scene", "enterprise", "carrier", "gas", "month", "source"];

/** What is shown: the address holds it, so that it can be sent and come back to. */
export function useView(park: Park, own: string | undefined): View {
  const [params, setParams] = useSearchParams();
  const set = (change: Record<string, string | null>) =>
    setParams(
      before => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change))
          value === null ? next.delete(name) : next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return { ...viewOf(park, own, params), set };
}

/** What an address asks for. */
export function viewOf(park: Park, own: string | undefined, params: URLSearchParams): Omit<View, "set"> {
  const timeZone = park.timezone;
  const enterprise = own ?? params.get("enterprise") ?? undefined;
  const period = params.get("period") ?? "";
  const chosen = { gwp: params.get("gwp"), approach: params.get("approach") };
  return {
    tab: params.get("tab") === "kept" ? "kept" : "now",
    period: isPeriod(period) ? period : thisYear(Date.now(), timeZone),
    enterprise,
    ruleset: params.get("ruleset") ?? usualRuleset(park, enterprise),
    basis: params.get("basis") === "market" ? "market" : "location",
    gwp: chosen.gwp ?? park.gwp,
    approach: chosen.approach === WHOLE ? null : chosen.approach,
    chosen,
    by: DIMENSIONS.find(name => name === params.get("by")) ?? "group",
    isTable: params.get("view") === "table",
    item: Number(params.get("item")) || null,
    isNew: params.get("new") !== null,
    explain: params.get("explain"),
    term: params.get("term"),
  };
}

/** By which rules one begins: the park's own, which was chosen when it was made; for an enterprise those of enterprises. */
export const usualRuleset = (park: Pick<Park, "ruleset">, enterprise: string | undefined): string =>
  enterprise ? "gbt_32151" : (park.ruleset ?? "territorial");

export const isPeriod = (text: string): boolean => /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text);

export const thisYear = (now: number, timeZone: string): string => toInput(now, timeZone).slice(0, 4);

/** The local days of a year or a month; the second is not in it. */
export function daysOf(period: string): { from: string; to: string } {
  const [year = 0, month] = period.split("-").map(Number);
  if (month === undefined) return { from: `${year}-01-01`, to: `${year + 1}-01-01` };
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
  return { from: `${period}-01`, to: `${next}-01` };
}

/** The year or month of two days, or both of them. */
export function periodOf(from: string, to: string): string | null {
  for (const period of [from.slice(0, 4), from.slice(0, 7)]) {
    const days = daysOf(period);
    if (days.from === from && days.to === to) return period;
  }
  return null;
}

/** Years up to now, and the months of the last two of them. */
export function choices(now: number, timeZone: string): { years: string[]; months: string[] } {
  const [year = 0, month = 1] = toInput(now, timeZone).split("-").map(Number);
  const months = Array.from({ length: 24 }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
  return { years: Array.from({ length: 6 }, (_, back) => String(year - back)), months };
}

export function questionOf(view: Omit<View, "set">): Question {
  return {
    ...daysOf(view.period),
    ruleset: view.ruleset,
    gwp: view.gwp,
    ...(view.enterprise && { enterprise: view.enterprise }),
    ...(view.approach && { approach: view.approach }),
  };
}

const isCurrent = (row: Kept) =>
  row.replaced_by === null && row.state !== "superseded" && row.state !== "withdrawn";

/**
 * The version whose place a new one takes, and how that is counted: as the one before unless another choice
 * was made. Those of two approaches stand beside each other: a chosen one goes on with its own.
 */
export function successor(rows: Kept[], view: View): { before: Kept | undefined; counted: View } {
  const asked = questionOf(view);
  const same = rows.filter(
    row =>
      isCurrent(row) &&
      row.from === asked.from &&
      row.to === asked.to &&
      row.ruleset === asked.ruleset &&
      (row.enterprise ?? undefined) === asked.enterprise,
  );
  const alike = same.find(row => row.approach === view.approach);
  const before = alike ?? (view.chosen.approach === null ? same[0] : undefined);
  if (before === undefined) return { before, counted: view };
  return { before, counted: { ...view, gwp: view.chosen.gwp ?? before.gwp, approach: before.approach } };
}

/** The rulesets for the boundary that is chosen. */
export const fitting = (rulesets: Ruleset[], enterprise: string | undefined): Ruleset[] =>
  rulesets.filter(found => found.boundaries.includes(enterprise ? "enterprise" : "park"));
