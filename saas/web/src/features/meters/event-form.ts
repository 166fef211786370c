import type { MeterPoint, NewEvent } from "../../api/meters";
import { compareDecimals, isDecimal } from "./decimals.ts";
import { fromInput, toInput } from "./spans.ts";

export type EventKind = "replace" | "reset" | "rollover" | "multiplier" | "calibration";
export const EVENT_KINDS: EventKind[] = ["replace", "reset", "rollover", "multiplier", "calibration"];

/** What the person has typed; empty texts are things not said. */
export interface EventForm {
  time: string;
  finalIndex: string;
  isFinalUnknown: boolean;
  firstIndex: string;
  isFirstUnknown: boolean;
  serial: string;
  multiplier: string;
  digits: string;
  index: string;
  accuracyClass: string;
  errorPercent: string;
  certificate: string;
  validTo: string;
  reason: string;
}

export type Field = keyof EventForm;

/** The form filled with what is known: the last index, the multiplier, the digits. */
export function formOf(point: MeterPoint, now: number, timeZone: string): EventForm {
  return {
    time: toInput(Math.floor(now / 60_000) * 60_000, timeZone),
    finalIndex: point.last?.value ?? "",
    isFinalUnknown: false,
    firstIndex: "0",
    isFirstUnknown: false,
    serial: "",
    multiplier: point.multiplier,
    digits: point.digits === null ? "" : String(point.digits),
    index: point.last?.value ?? "",
    accuracyClass: point.accuracy_class ?? "",
    errorPercent: "",
    certificate: "",
    validTo: "",
    reason: "",
  };
}

/** The fields that each kind asks for, in order. */
export const FIELDS: Record<EventKind, Field[]> = {
  replace: ["time", "finalIndex", "firstIndex", "serial", "multiplier", "digits"],
  reset: ["time", "finalIndex", "firstIndex"],
  rollover: ["time", "digits"],
  multiplier: ["time", "multiplier", "index"],
  calibration: ["time", "accuracyClass", "errorPercent", "certificate", "validTo"],
};

/** Kinds that make sense: only a register has an index. */
export function kindsOf(point: MeterPoint): EventKind[] {
  return point.kind === "register" ? EVENT_KINDS : ["replace", "multiplier", "calibration"];
}

const NUMBERS: Field[] = ["finalIndex", "firstIndex", "index"];

/** The fields that cannot be sent as they are. */
export function faultsOf(kind: EventKind, form: EventForm, timeZone: string, now: number): Field[] {
  const faults: Field[] = [];
  const time = fromInput(form.time, timeZone);
  if (time === null || time > now + 60_000) faults.push("time");
  for (const field of NUMBERS) {
    if (!FIELDS[kind].includes(field) || isUnknown(form, field)) continue;
    const text = String(form[field]);
    const mayBeEmpty = field === "index" || (field === "finalIndex" && kind === "reset");
    if (text.trim() === "" ? !mayBeEmpty : !isDecimal(text)) faults.push(field);
  }
  const positive = (text: string) => isDecimal(text) && compareDecimals(text.trim(), "0") > 0;
  if (FIELDS[kind].includes("multiplier") && !positive(form.multiplier)) faults.push("multiplier");
  if (FIELDS[kind].includes("digits") && (form.digits.trim() !== "" || kind === "rollover"))
    if (!/^\d{1,2}$/.test(form.digits.trim()) || +form.digits < 1 || +form.digits > 18) faults.push("digits");
  if (
    kind === "calibration" &&
    form.errorPercent.trim() &&
    !/^[+-]?\d+(\.\d+)?$/.test(form.errorPercent.trim())
  )
    faults.push("errorPercent");
  if (!form.reason.trim()) faults.push("reason");
  return faults;
}

function isUnknown(form: EventForm, field: Field): boolean {
  return (field === "finalIndex" && form.isFinalUnknown) || (field === "firstIndex" && form.isFirstUnknown);
}

/** Whether the old meter would end below what it has already shown. */
export function isBelowLast(kind: EventKind, form: EventForm, point: MeterPoint): boolean {
  const last = point.last?.value;
  if (!last || !FIELDS[kind].includes("finalIndex") || form.isFinalUnknown) return false;
  return isDecimal(form.finalIndex) && isDecimal(last) && compareDecimals(form.finalIndex.trim(), last) < 0;
}

/** The event that the form says; the multiplier and the digits only where they change. */
export function eventOf(
  kind: EventKind,
  form: EventForm,
  point: MeterPoint,
  timeZone: string,
  evidence: number | null,
): NewEvent {
  const details: Record<string, unknown> = {};
  const text = (value: string) => value.trim() || undefined;
  const asks = (field: Field) => FIELDS[kind].includes(field);
  if (asks("finalIndex")) details.final_index = form.isFinalUnknown ? null : (text(form.finalIndex) ?? null);
  if (asks("firstIndex")) details.first_index = form.isFirstUnknown ? null : text(form.firstIndex);
  if (asks("serial")) details.serial = text(form.serial);
  if (asks("multiplier") && (kind === "multiplier" || form.multiplier.trim() !== point.multiplier))
    details.multiplier = text(form.multiplier);
  if (asks("digits") && (kind === "rollover" || form.digits.trim() !== String(point.digits ?? "")))
    details.digits = form.digits.trim() ? Number(form.digits) : undefined;
  if (asks("index")) details.index = text(form.index);
  if (kind === "calibration") {
    details.accuracy_class = text(form.accuracyClass);
    details.error_percent = text(form.errorPercent);
    details.certificate = text(form.certificate);
    details.valid_to = (form.validTo && fromInput(`${form.validTo}T00:00`, timeZone)) || undefined;
  }
  return {
    kind,
    time: fromInput(form.time, timeZone) ?? 0,
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
    reason: form.reason.trim(),
    ...(evidence !== null && { evidence }),
  };
}
