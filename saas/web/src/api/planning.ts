import { client, data } from "./calls";
import type { components } from "./schema";
import type { PageQuery } from "./types";

type Schemas = components["schemas"];

export type PlanDesk = Schemas["PlanDesk"];
export type PlanBase = Schemas["PlanBase"];
export type PlanScenario = Schemas["PlanScenario"];
export type PlanLever = Schemas["PlanLever"];
export type PlanMeasure = Schemas["PlanMeasure"];
export type PlanCited = Schemas["PlanCited"];
export type PlanElasticities = Schemas["PlanElasticities"];
export type PlanMarket = Schemas["PlanMarket"];
export type PlanPolicy = Schemas["PlanPolicy"];
export type PlanDriver = Schemas["PlanDriver"];
export type PlanLine = Schemas["PlanLine"];
export type PlanDetail = Schemas["PlanDetail"];
export type PathwayRequest = Schemas["PathwayRequest"];
export type PortfolioRequest = Schemas["PortfolioRequest"];
export type PathwayResult = Schemas["PathwayResult"];
export type PathResult = Schemas["PathResult"];
export type PortfolioResult = Schemas["PortfolioResult"];
export type MaccResult = Schemas["MaccResult"];
export type Aspect = PlanDriver["aspect"];

const ROOT = "/api/v1/parks/{park}";
const of = (park: string) => ({ params: { path: { park } } });

export const getDesk = (park: string) => data(client.GET(`${ROOT}/planning`, of(park)));

export const readBase = (park: string, query: { from: number; to: number; output: number }) =>
  data(client.GET(`${ROOT}/planning/base`, { params: { path: { park }, query } }));

export const saveBase = (park: string, body: PlanBase) =>
  data(client.PUT(`${ROOT}/planning/base`, { ...of(park), body }));

export const saveMarket = (park: string, body: PlanMarket) =>
  data(client.PUT(`${ROOT}/planning/market`, { ...of(park), body }));

export const saveScenario = (park: string, code: string, body: PlanScenario) =>
  data(client.PUT(`${ROOT}/planning/scenarios/{code}`, { params: { path: { park, code } }, body }));

export const saveMeasure = (park: string, code: string, body: PlanMeasure) =>
  data(client.PUT(`${ROOT}/planning/measures/{code}`, { params: { path: { park, code } }, body }));

export const endInput = (park: string, kind: "scenarios" | "measures", code: string) =>
  data(client.DELETE(`${ROOT}/planning/{kind}/{code}`, { params: { path: { park, kind, code } } }));

export const previewScenario = (park: string, scenario: PlanScenario) =>
  data(client.POST(`${ROOT}/planning/preview`, { ...of(park), body: { scenario, end: 2060 } }));

export const getMacc = (park: string, query: { scenario: string; built: number; order: "cost" | "pareto" }) =>
  data(client.GET(`${ROOT}/planning/macc`, { params: { path: { park }, query } }));

export const getPlans = (park: string, query: PageQuery & { kind?: "pathway" | "portfolio" } = {}) =>
  data(client.GET(`${ROOT}/plans`, { params: { path: { park }, query } }));

export const getPlan = (park: string, item: number) =>
  data(client.GET(`${ROOT}/plans/{item}`, { params: { path: { park, item } } }));

export const comparePaths = (park: string, body: PathwayRequest) =>
  data(client.POST(`${ROOT}/plans/pathway`, { ...of(park), body }));

export const findPortfolio = (park: string, body: PortfolioRequest) =>
  data(client.POST(`${ROOT}/plans/portfolio`, { ...of(park), body }));

export const cancelPlan = (park: string, item: number) =>
  data(client.POST(`${ROOT}/plans/{item}/cancel`, { params: { path: { park, item } } }));

export const pushTargets = (park: string, item: number, scenario: string | null) =>
  data(
    client.POST(`${ROOT}/plans/{item}/targets`, {
      params: { path: { park, item } },
      body: { scenario, note: "" },
    }),
  );

export const reportUrl = (park: string, item: number, language: string, form: "pdf" | "xlsx") =>
  `/api/v1/parks/${park}/plans/${item}/report?language=${language}&form=${form}`;
