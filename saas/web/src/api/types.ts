/** The shapes of the API by the names that the application uses. */

export interface Names {
  name_zh: string;
  name_en: string;
}
export interface Park extends Names {
  code: string;
  timezone: string;
}
export interface Membership {
  park: Park;
  role: "operator" | "enterprise" | "verifier";
  enterprise: ({ code: string } & Names) | null;
}
export interface Session {
  user: { login: string; name: string; locale: string; is_admin: boolean };
  csrf: string;
  memberships: Membership[];
}
export interface Slice {
  key: string;
  value: number;
}
export interface EnterpriseSlice extends Slice, Names {}
export interface Flow {
  carrier: string;
  scene: string;
  enterprise: string | null;
  value: number;
}
export interface LatePoint extends Names {
  point: string;
  last: number | null;
}
export interface Frame {
  v: 1;
  park: string;
  audience: string;
  seq: number;
  time: number;
  data_time: number | null;
  gas: string;
  totals: string;
  now: { value: number; yesterday: number | null; live_share: number | null };
  today: {
    value: number;
    as_of: number;
    yesterday: number | null;
    estimated_share: number;
    fallback: boolean;
  };
  intensity: { value: number | null };
  scopes: Slice[];
  enterprises: EnterpriseSlice[];
  transfers: number;
  unallocated: number;
  scenes: Slice[];
  carriers: Slice[];
  flows: Flow[];
  meters: { online: number; total: number; late: LatePoint[] };
}
export type TracePoint = [number, number];
export interface Live {
  frame: Frame;
  trace: TracePoint[];
}
export interface Quarter {
  start: number;
  g_per_h: number;
  estimated: boolean;
}
export interface Day {
  resolution_s: number;
  today: Quarter[];
  yesterday: Quarter[];
}
export type Figure = "now" | "today" | "interval";
export type By = "scope" | "enterprise" | "scene" | "carrier" | "flow" | "transfers" | "unallocated";
export interface Formula {
  code: string;
  text: string;
}
export interface Factor {
  factor: string;
  version: string;
  gas: string;
  region: string;
  value: number;
  unit: string;
  citation: string;
  source_ref: string;
  publisher: string;
  grade: string;
  reference_state: string | null;
  fallback: boolean;
  components: Record<string, unknown>;
}
export interface ExplainedPoint extends Names {
  point: string;
  weight: number;
  value: number;
  unit: string;
  time: number;
  multiplier: number;
}
export interface Term extends Names {
  source: string;
  enterprise: string | null;
  category: string;
  carrier: string;
  scope: number;
  scene: string;
  share: number;
  internal_transfer: boolean;
  deduction: boolean;
  value: number;
  quantity: number;
  quantity_unit: string;
  formula: Formula;
  quality: "measured" | "estimated";
  estimated_share: number;
  points: ExplainedPoint[];
  factor: Factor;
}
export interface Explanation {
  figure: Figure;
  by: string | null;
  key: string | null;
  value: number;
  unit: "g/h" | "g";
  gas: string;
  time: number;
  from_time: number;
  title: string;
  formula: Formula;
  method: string;
  terms: Term[];
  transfers: number;
  total: number;
}
export interface LedgerHour {
  hour: number;
  revision: number;
  state: "provisional" | "settled";
  quantity: number;
  estimated: number;
  covered_s: number;
  co2_mg: number;
  factor: Factor;
  known_at: number;
  superseded_at: number | null;
  reason: string;
}
export interface Reading {
  time: number;
  value: number | null;
  exact: string | null;
  quality: number;
  batch: { edge: string; spool: string; seq: number; received_at: number; sha256: string };
}
export interface Readings {
  point: string;
  readings: Reading[];
  cursor: string | null;
}
export interface QuarantineItem {
  id: number;
  reason: string;
  state: string;
  received_at: number;
  edge: string | null;
  key: string | null;
  topic: string;
  detail: string | null;
  payload: string;
  size: number;
  sha256: string;
  note: string | null;
}
export interface QuarantinePage {
  items: QuarantineItem[];
  cursor: string | null;
}
