import type { Conversion, NewConversion } from "../../api/metering";
import type { PointsQuery } from "../../api/meters";

export const KINDS = ["steam_heat", "accounting_heat", "gas_volume"] as const;
export type Kind = (typeof KINDS)[number];
export const STATES = ["293.15K_101.325kPa", "273.15K_101.325kPa", "288.15K_101.325kPa"];
export const HEAT_UNITS = ["GJ", "MJ", "kWh"];

/** Everything as it is typed; an empty text is nothing. */
export interface ConversionForm {
  code: string;
  name_zh: string;
  name_en: string;
  enterprise: string;
  kind: Kind;
  carrier: string;
  unit: string;
  amount: string;
  pressure: string;
  temperature: string;
  feed: string;
  pressure_is: "absolute" | "gauge";
  atmospheric_kpa: string;
  typical_pressure_mpa: string;
  typical_temperature_c: string;
  feed_temperature_c: string;
  basis: "full" | "less_feed";
  enthalpy_kj_per_kg: string;
  reference_state: string;
  compressibility: string;
}

export type Input = "amount" | "pressure" | "temperature" | "feed";
export type Setting = Exclude<
  keyof ConversionForm,
  Input | "code" | "name_zh" | "name_en" | "enterprise" | "kind" | "carrier" | "unit"
>;

export const emptyConversion = (enterprise: string): ConversionForm => ({
  code: "",
  name_zh: "",
  name_en: "",
  enterprise,
  kind: "steam_heat",
  carrier: "steam",
  unit: "GJ",
  amount: "",
  pressure: "",
  temperature: "",
  feed: "",
  pressure_is: "gauge",
  atmospheric_kpa: "101.325",
  typical_pressure_mpa: "",
  typical_temperature_c: "",
  feed_temperature_c: "",
  basis: "less_feed",
  enthalpy_kj_per_kg: "",
  reference_state: STATES[0] ?? "",
  compressibility: "1",
});

export function conversionOf(found: Conversion): ConversionForm {
  const empty = emptyConversion("");
  const given = Object.entries(found).filter(([name, value]) => name in empty && value !== null);
  return {
    ...empty,
    pressure_is: "absolute",
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
    code: found.point,
    enterprise: found.enterprise ?? "",
  };
}

/** The fields that a kind has, besides names and what it is made of. */
export function fieldsOf({ kind, pressure }: ConversionForm): Setting[] {
  const state: Setting[] = pressure ? ["pressure_is", "atmospheric_kpa"] : [];
  const typical: Setting[] = [...state, "typical_pressure_mpa", "typical_temperature_c"];
  if (kind === "gas_volume") return [...typical, "reference_state", "compressibility"];
  if (kind === "accounting_heat") return ["basis", "enthalpy_kj_per_kg", ...typical];
  return [...typical, "feed_temperature_c"];
}

/** The gauges that a kind reads. */
export const gaugesOf = (kind: Kind): Exclude<Input, "amount">[] =>
  kind === "steam_heat" ? ["pressure", "temperature", "feed"] : ["pressure", "temperature"];

/** The points that a field takes. */
export function wantedFor(field: Input, kind: Kind): PointsQuery {
  if (field === "pressure") return { quantity: "pressure" };
  if (field === "temperature" || field === "feed") return { quantity: "temperature" };
  return { quantity: kind === "gas_volume" ? "volume" : "mass", with_amounts: true };
}

/** Of another kind: a gas is told in m³ and belongs to its own carrier, heat in GJ. */
export const ofKind = (form: ConversionForm, kind: Kind): ConversionForm => ({
  ...form,
  kind,
  unit: kind === "gas_volume" ? "m3" : form.kind === "gas_volume" ? "GJ" : form.unit,
  ...((kind === "gas_volume") !== (form.kind === "gas_volume") && {
    amount: "",
    carrier: kind === "gas_volume" ? "natural_gas" : "steam",
  }),
});

export const isWhole = (form: ConversionForm): boolean =>
  /^[a-z0-9][a-z0-9-]{1,62}$/.test(form.code) &&
  form.name_zh.trim() !== "" &&
  form.name_en.trim() !== "" &&
  form.amount !== "";

/** As the server takes it: only what the kind has, and what is given. */
export function conversionBody(form: ConversionForm): NewConversion {
  const body: Record<string, string> = {
    kind: form.kind,
    name_zh: form.name_zh.trim(),
    name_en: form.name_en.trim(),
    carrier: form.carrier,
    unit: form.unit,
    amount: form.amount,
  };
  for (const field of [...gaugesOf(form.kind), ...fieldsOf(form)]) {
    const value = form[field].trim();
    if (value !== "") body[field] = value;
  }
  if (form.enterprise) body.enterprise = form.enterprise;
  return body as unknown as NewConversion;
}
