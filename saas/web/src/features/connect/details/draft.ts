import type { FieldProblem, NewDevice, NewPoint } from "../../../api/devices";
import { CARRIERS, type Carrier, converted, type PointId, type PointTemplate } from "./templates.ts";

export interface DraftPoint {
  id: PointId;
  isOn: boolean;
  unit: string;
  digits: string;
}

export type Ratio = "one" | "transformers" | "known";

/** What somebody has said of a new meter so far; texts as they were typed. */
export interface Draft {
  carrier: Carrier;
  name: string;
  nameOther: string;
  code: string;
  enterprise: string;
  serial: string;
  ratio: Ratio;
  multiplier: string;
  ct: [string, string];
  pt: [string, string];
  largest: string;
  parent: string;
  period: string;
  referenceState: string;
  points: DraftPoint[];
}

export const pointsOf = (carrier: Carrier): DraftPoint[] =>
  CARRIERS[carrier].points.map(({ id, isOn, units, kind }) => ({
    id,
    isOn,
    unit: units[0] ?? "",
    digits: kind === "register" && carrier === "electricity" ? "8" : "",
  }));

export const emptyDraft = (enterprise: string): Draft => ({
  carrier: "electricity",
  name: "",
  nameOther: "",
  code: "",
  enterprise,
  serial: "",
  ratio: "one",
  multiplier: "",
  ct: ["", "5"],
  pt: ["", ""],
  largest: "",
  parent: "",
  period: "60",
  referenceState: "293.15K_101.325kPa",
  points: pointsOf("electricity"),
});

export function templateOf(carrier: Carrier, id: PointId): PointTemplate {
  const found = (CARRIERS[carrier].points as readonly PointTemplate[]).find(point => point.id === id);
  if (!found) throw new Error(`${carrier} has no ${id}`);
  return found;
}

const ratioOf = ([primary, secondary]: [string, string], isOptional: boolean): number | null => {
  if (isOptional && !primary.trim() && !secondary.trim()) return 1;
  const ratio = Number(primary) / Number(secondary);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : null;
};

/** The two ratios of the transformers; null where one is not said yet. Without voltage transformers it is 1. */
export const ratiosOf = (draft: Draft) => ({ ct: ratioOf(draft.ct, false), pt: ratioOf(draft.pt, true) });

/** A number as a decimal without the dust of binary fractions. */
export const decimalOf = (value: number): string => Number(value.toPrecision(12)).toString();

/** By what an index is multiplied; as typed where it is typed, and empty where transformers are not known yet. */
export function multiplierOf(draft: Draft): string {
  if (draft.ratio === "one") return "1";
  if (draft.ratio === "known") return draft.multiplier.trim();
  const { ct, pt } = ratiosOf(draft);
  return ct === null || pt === null ? "" : decimalOf(ct * pt);
}

// A low-voltage network where no voltage transformer is named [kV]; what transformers carry above their rating.
const LOW_KV = 0.4;
const ABOVE_RATING = 1.2;

/** The most that current flows through such transformers at such a voltage [kW]: √3 × U × I × 1.2. */
export function mostPower(draft: Draft): number | null {
  const amperes = Number(draft.ct[0]);
  if (draft.ratio !== "transformers" || !(amperes > 0)) return null;
  const kilovolts = Number(draft.pt[0]) > 0 ? Number(draft.pt[0]) / 1000 : LOW_KV;
  const most = Math.sqrt(3) * kilovolts * amperes * ABOVE_RATING;
  return Number(most.toPrecision(2));
}

/** So many codes that a name may become, where it has Latin letters; else of the kind of meter, with numbers. */
export function codesFrom(name: string, carrier: Carrier, from: number, count: number): string[] {
  const slug = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 44);
  const isNamed = slug.length > 1;
  const base = isNamed ? slug : carrier.replace("_", "-");
  return Array.from({ length: count }, (_, n) => {
    const number = from + n + (isNamed ? 0 : 1);
    return number === 0 ? base : `${base}-${number}`;
  });
}

const FEW = 50;

/** The first of the codes of a name that no meter has; `takenOf` says which of some are taken. */
export async function freeCode(
  name: string,
  carrier: Carrier,
  takenOf: (codes: string[]) => Promise<ReadonlySet<string>>,
): Promise<string> {
  for (let from = 0; ; from += FEW) {
    const codes = codesFrom(name, carrier, from, FEW);
    const taken = await takenOf(codes);
    const free = codes.find(code => !taken.has(code));
    if (free) return free;
  }
}

/** What a point is called in both languages, after the name of the meter. */
export type PointNames = (id: PointId) => { zh: string; en: string };

const GASES: readonly Carrier[] = ["natural_gas"];
const RATIO_FREE: readonly PointId[] = ["pressure", "temperature"];

/** The meter that the API is asked for. */
export function bodyOf(draft: Draft, code: string, isZh: boolean, names: PointNames): NewDevice {
  const [first, second] = [draft.name.trim(), draft.nameOther.trim() || draft.name.trim()];
  const [zh, en] = isZh ? [first, second] : [second, first];
  const on = draft.points.filter(point => point.isOn);
  const isGauged = on.every(point => templateOf(draft.carrier, point.id).kind === "gauge");
  const flowing = on.find(point => templateOf(draft.carrier, point.id).kind === "gauge");
  return {
    code,
    name_zh: zh,
    name_en: en,
    ...(draft.enterprise && { enterprise: draft.enterprise }),
    ...(draft.serial.trim() && { serial: draft.serial.trim() }),
    points: on.map(point => pointBody(draft, point, code, { zh, en }, names, isGauged && point === flowing)),
  };
}

function pointBody(
  draft: Draft,
  point: DraftPoint,
  device: string,
  named: { zh: string; en: string },
  names: PointNames,
  integrated: boolean,
): NewPoint {
  const { quantity, kind, direction } = templateOf(draft.carrier, point.id);
  const isState = RATIO_FREE.includes(point.id);
  const carrier = CARRIERS[draft.carrier];
  const most = isState ? null : converted(Number(draft.largest), carrier.rate, point.unit);
  const of = names(point.id);
  return {
    code: pointCode(device, point.id),
    name_zh: `${named.zh} ${of.zh}`,
    name_en: `${named.en}, ${of.en}`,
    quantity,
    carrier: draft.carrier,
    unit: point.unit,
    kind,
    direction,
    ...(!isState && { multiplier: multiplierOf(draft) }),
    ...(kind === "register" && point.digits.trim() && { digits: point.digits.trim() }),
    ...(draft.largest.trim() && !isState && { max_rate: most ? decimalOf(most) : draft.largest.trim() }),
    expected_period_s: draft.period.trim() || "60",
    ...(draft.parent && kind === "register" && { parent: draft.parent }),
    ...(GASES.includes(draft.carrier) && quantity === "volume" && { reference_state: draft.referenceState }),
    ...(integrated && { integrated }),
  };
}

export const pointCode = (device: string, id: PointId): string => `${device}-${id}`;

/** Fields of the page by where the API says that a mistake is. */
export type FieldName =
  | "name"
  | "code"
  | "enterprise"
  | "serial"
  | "multiplier"
  | "largest"
  | "parent"
  | "period"
  | "referenceState"
  | "points"
  | `${"unit" | "digits"}-${string}`;

const PLACES: Record<string, FieldName> = {
  name_zh: "name",
  name_en: "name",
  code: "code",
  enterprise: "enterprise",
  serial: "serial",
  multiplier: "multiplier",
  max_rate: "largest",
  parent: "parent",
  expected_period_s: "period",
  reference_state: "referenceState",
};

/** The field that a mistake or a hint stands at; one of many points that share a field stands there once. */
export function placeOfProblem(problem: FieldProblem, device: string): FieldName {
  const id = problem.point?.startsWith(`${device}-`) ? problem.point.slice(device.length + 1) : null;
  if (id && (problem.field === "unit" || problem.field === "digits")) return `${problem.field}-${id}`;
  return PLACES[problem.field] ?? "points";
}

export function byPlace(problems: FieldProblem[], device: string): Map<FieldName, FieldProblem> {
  const found = new Map<FieldName, FieldProblem>();
  for (const problem of problems) {
    const place = placeOfProblem(problem, device);
    if (!found.has(place)) found.set(place, problem);
  }
  return found;
}

const KEY = "pc.connect.";

/** What was entered in this tab and not sent yet; another shape than expected counts as nothing. */
export function kept(park: string): Draft | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY + park) ?? "null");
    return found && found.carrier in CARRIERS && Array.isArray(found.points) ? found : null;
  } catch {
    return null;
  }
}

export function keep(park: string, draft: Draft | null): void {
  if (draft) sessionStorage.setItem(KEY + park, JSON.stringify(draft));
  else sessionStorage.removeItem(KEY + park);
}
