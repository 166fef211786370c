import type { NewAllocation } from "../../api/metering";
import { fromInput, QUARTER_MS } from "../meters/spans.ts";

export type Method = NewAllocation["method"];
export const METHODS: Method[] = ["share", "area", "submeter"];

export interface Tenant {
  enterprise: string;
  weight: string;
  submeter: string;
}

export interface AllocationForm {
  point: string;
  method: Method;
  from: string;
  tenants: Tenant[];
  reason: string;
}

export const isWeight = (text: string): boolean =>
  /^\d{1,12}(\.\d{1,9})?$/.test(text.trim()) && Number(text) > 0;

/** What an allocation needs before it can be tried; the reason only before it begins. */
export function isWhole(form: AllocationForm, timeZone: string): boolean {
  const names = form.tenants.map(item => item.enterprise);
  return (
    form.point !== "" &&
    fromInput(form.from, timeZone) !== null &&
    names.length > 0 &&
    names.every(Boolean) &&
    new Set(names).size === names.length &&
    form.tenants.every(item => (form.method === "submeter" ? item.submeter !== "" : isWeight(item.weight)))
  );
}

export function allocationOf(form: AllocationForm, timeZone: string, untitled: string): NewAllocation {
  const from = fromInput(form.from, timeZone) ?? 0;
  return {
    point: form.point,
    method: form.method,
    valid_from: Math.floor(from / QUARTER_MS) * QUARTER_MS,
    shares: form.tenants.map(item => ({
      enterprise: item.enterprise,
      ...(form.method === "submeter" ? { submeter: item.submeter } : { weight: item.weight.trim() }),
    })),
    reason: form.reason.trim() || untitled,
  };
}
