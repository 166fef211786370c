import { asIs } from "./activity";
import { client, data } from "./calls";
import type { components } from "./schema";
import type { PageQuery } from "./types";

type Schemas = components["schemas"];

export type Analysis = Schemas["Analysis"];
export type AnalysisKind = Analysis["kind"];
export type AnalysisTable = Schemas["AnalysisTable"];
export type ReadTable = Schemas["ReadTable"];
export type NewAnalysis = Schemas["NewAnalysis"];
export type AnalysisOptions = Schemas["AnalysisOptions"];
export type AnalysisRefusal = Schemas["AnalysisRefusal"];

export interface Note {
  code: string;
  message: string;
  facts: Record<string, unknown>;
}

export type Effects = Record<string, number>;

/** Effects between two periods: additive in the unit of what is decomposed, indices as ratios. */
export interface LmdiStep {
  from: string;
  to: string;
  before: number;
  after: number;
  effects: Effects;
  indices: Effects | null;
  residual: number;
}

export interface LmdiResults {
  kind: "lmdi";
  method: string;
  periods: string[];
  factors: string[];
  dimensions: string[];
  steps: LmdiStep[];
  total: LmdiStep;
  groups: Record<string, Record<string, Effects>>;
  /** What every part has of D − 1 of the whole; results of before have none. */
  attribution?: { by: string; groups: Record<string, Record<string, Effects>> } | null;
  notes: Note[];
}

export interface DriverRow {
  name: string;
  coefficient: number;
  error: number | null;
  p: number | null;
  low: number | null;
  high: number | null;
  bootstrap_low?: number | null;
  bootstrap_high?: number | null;
  without_low?: number | null;
  without_high?: number | null;
  vif: number | null;
}

export interface Contribution {
  entity: string;
  from: string;
  to: string;
  before: number;
  after: number;
  amounts: Effects;
  rest: number;
}

export interface StirpatResults {
  kind: "stirpat";
  method: "ols" | "ridge" | "pls" | "panel";
  impact: string;
  observations: number;
  level: number;
  drivers: DriverRow[];
  k: number | null;
  trace: {
    k: number[];
    coefficients: number[][];
    vif: (number | null)[][];
    rules: Record<string, number>;
  } | null;
  fit: {
    r_squared: number;
    r_squared_adjusted: number;
    condition: number | null;
    periods: string[];
    entities: string[];
    actual: number[];
    fitted: number[];
    residuals: number[];
  };
  tests: Record<string, { statistic: number | null; p: number | null }>;
  contributions: Contribution[];
  notes: Note[];
}

export interface DecouplingStep {
  from: string;
  to: string;
  emissions_growth: number;
  output_growth: number;
  elasticity: number | null;
  state: string | null;
}

export interface DecouplingResults {
  kind: "decoupling";
  periods: string[];
  steps: DecouplingStep[];
  whole: DecouplingStep;
  notes: Note[];
}

export type Results = LmdiResults | StirpatResults | DecouplingResults;
/** A run with what was found; the description only says that these are objects. */
export type AnalysisRun = Omit<Schemas["AnalysisRun"], "results"> & { results: Results | null };

const ROOT = "/api/v1/parks/{park}/analyses";

export const getAnalyses = (park: string, query: PageQuery & { kind?: AnalysisKind } = {}) =>
  data(client.GET(ROOT, { params: { path: { park }, query } }));

export type MonthChange = Omit<Schemas["MonthChange"], "results"> & { results: LmdiResults | null };

export const getMonthChange = async (park: string, against: MonthChange["against"]) =>
  (await data(
    client.GET(`${ROOT}/this-month`, { params: { path: { park }, query: { against } } }),
  )) as MonthChange;

export const getAnalysis = async (park: string, run: number) =>
  (await data(client.GET(`${ROOT}/{run}`, { params: { path: { park, run } } }))) as AnalysisRun;

export const askAnalysis = async (park: string, body: NewAnalysis) =>
  (await data(client.POST(ROOT, { params: { path: { park } }, body }))) as AnalysisRun;

export const cancelAnalysis = (park: string, run: number) =>
  data(client.POST(`${ROOT}/{run}/cancel`, { params: { path: { park, run } } }));

export const readTable = (park: string, file: File) =>
  data(
    client.POST(`${ROOT}/table`, {
      params: { path: { park } },
      headers: { "Content-Type": "text/csv" },
      body: file as never,
      ...asIs,
    }),
  );

export const templateUrl = (park: string, kind: AnalysisKind) =>
  `/api/v1/parks/${park}/analyses/template?kind=${kind}&format=xlsx`;
