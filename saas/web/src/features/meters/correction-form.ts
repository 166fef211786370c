import type { Amount, NewCorrection } from "../../api/meters";
import { isDecimal } from "./decimals.ts";
import { fromInput, QUARTER_MS, type Range, toInput } from "./spans.ts";

export type CorrectionKind = "edit" | "substitute";

export interface CorrectionForm {
  kind: CorrectionKind;
  from: string;
  to: string;
  amount: string;
  shape: "even" | "week";
  reason: string;
}

export type CorrectionField = "from" | "to" | "amount" | "reason";

export function correctionFormOf(range: Range, timeZone: string): CorrectionForm {
  return {
    kind: "edit",
    from: toInput(range.from, timeZone),
    to: toInput(range.to, timeZone),
    amount: "",
    shape: "even",
    reason: "",
  };
}

/** The span in whole quarter hours; null where it is none. */
export function rangeOfForm(form: CorrectionForm, timeZone: string): Range | null {
  const from = fromInput(form.from, timeZone);
  const to = fromInput(form.to, timeZone);
  if (from === null || to === null || from >= to) return null;
  return {
    from: Math.floor(from / QUARTER_MS) * QUARTER_MS,
    to: Math.ceil(to / QUARTER_MS) * QUARTER_MS,
  };
}

export function correctionFaults(form: CorrectionForm, timeZone: string, now: number): CorrectionField[] {
  const faults: CorrectionField[] = [];
  const range = rangeOfForm(form, timeZone);
  if (range === null) faults.push("to");
  else if (range.from > now) faults.push("from");
  if (form.kind === "edit" && !isDecimal(form.amount)) faults.push("amount");
  if (!form.reason.trim()) faults.push("reason");
  return faults;
}

/** The shape of other quarter hours, one weight each; null (even) where some are missing or all are zero. */
export function shapeOf(amounts: Amount[], range: Range): number[] | null {
  const count = (range.to - range.from) / QUARTER_MS;
  const weights = amounts.map(item => Math.max(0, item.amount_base));
  return weights.length === count && weights.some(weight => weight > 0) ? weights : null;
}

export function correctionOf(
  form: CorrectionForm,
  range: Range,
  shape: number[] | null,
  evidence: number | null,
): NewCorrection {
  return {
    kind: form.kind,
    from: range.from,
    to: range.to,
    reason: form.reason.trim(),
    ...(form.kind === "edit" && { amount: form.amount.trim() }),
    ...(shape && { shape }),
    ...(evidence !== null && { evidence }),
  };
}
