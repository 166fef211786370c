import type { Choices } from "../../api/activity";
import type { FedBy, NewRecordPoint, RecordPoint } from "../../api/metering";
import { STATES } from "./conversion-form";

export const RECORDS = ["bills", "stock", "output"] as const;
export type Records = (typeof RECORDS)[number];
export const PRODUCT = "product:";
const WEIGHED = ["t", "kg"];
const PRODUCT_UNITS = [...WEIGHED, "m3", "L"];
const QUANTITIES: Record<string, string> = { t: "mass", kg: "mass", m3: "volume", L: "volume" };

/** Everything as it is typed; an empty text is nothing. */
export interface RecordForm {
  code: string;
  name_zh: string;
  name_en: string;
  enterprise: string;
  records: Records;
  item: string;
  account: string;
  purpose: NonNullable<RecordPoint["purpose"]> | null;
  carrier: string;
  quantity: string;
  unit: string;
  reference_state: string;
}

export const emptyRecord = (enterprise: string): RecordForm => ({
  code: "",
  name_zh: "",
  name_en: "",
  enterprise,
  records: "bills",
  item: "diesel",
  account: "",
  purpose: null,
  carrier: "diesel",
  quantity: "mass",
  unit: "t",
  reference_state: "",
});

export const recordOf = (found: RecordPoint): RecordForm => ({
  code: found.point,
  name_zh: found.name_zh,
  name_en: found.name_en,
  enterprise: found.enterprise ?? "",
  records: found.records,
  item: found.item,
  account: found.account ?? "",
  purpose: found.purpose ?? null,
  carrier: found.carrier,
  quantity: found.quantity,
  unit: found.unit,
  reference_state: found.reference_state ?? "",
});

type Items = Choices["items"];

/** What a kind can be made of, products aside. */
export const itemsOf = (records: Records, items: Items): Items =>
  items.filter(
    item =>
      item.group === "carrier" && (records === "bills" || item.units.some(unit => WEIGHED.includes(unit))),
  );

/** The units that reports of the item are told in. */
export const unitsOf = (form: RecordForm, items: Items): string[] =>
  form.records === "output"
    ? PRODUCT_UNITS
    : (items.find(item => item.code === form.item)?.units ?? [form.unit]);

/** Another kind or item: what it measures follows from it. */
export function made(form: RecordForm, items: Items): RecordForm {
  const isOutput = form.records === "output";
  const fits = isOutput
    ? form.item.startsWith(PRODUCT)
    : itemsOf(form.records, items).some(item => item.code === form.item);
  const item = fits ? form.item : isOutput ? PRODUCT : "diesel";
  const units = unitsOf({ ...form, item }, items);
  const unit = units.includes(form.unit) ? form.unit : (units[0] ?? form.unit);
  const quantity = QUANTITIES[unit] ?? "energy";
  return {
    ...form,
    item,
    unit,
    quantity,
    carrier: isOutput ? `process:${item.slice(PRODUCT.length).replaceAll("-", "_")}` : item,
    account: form.records === "bills" ? form.account : "",
    reference_state: quantity === "volume" && !isOutput ? form.reference_state || (STATES[0] ?? "") : "",
  };
}

export const isWhole = (form: RecordForm): boolean =>
  /^[a-z0-9][a-z0-9-]{1,62}$/.test(form.code) &&
  form.name_zh.trim() !== "" &&
  form.name_en.trim() !== "" &&
  (form.records !== "output" || /^product:[a-z0-9][a-z0-9-]{0,39}$/.test(form.item));

export const recordBody = (form: RecordForm): NewRecordPoint => ({
  name_zh: form.name_zh.trim(),
  name_en: form.name_en.trim(),
  enterprise: form.enterprise || null,
  records: form.records,
  item: form.item,
  account: form.account.trim() || null,
  purpose: form.purpose,
  quantity: form.quantity,
  carrier: form.carrier,
  unit: form.unit,
  reference_state: form.reference_state || null,
});

/** Base units in one unit. */
const SCALES: Record<string, number> = {
  t: 1e6,
  kg: 1e3,
  m3: 1e6,
  L: 1e3,
  kWh: 1e3,
  MWh: 1e6,
  GJ: 1e9,
  MJ: 1e6,
  kJ: 1e3,
};

/** What feeds a point, in its unit. */
export const fedAmount = (feed: FedBy, unit: string): number =>
  feed.amount_base / (unit === "kWh" && feed.base_unit === "J" ? 3.6e6 : (SCALES[unit] ?? 1));
