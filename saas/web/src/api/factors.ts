import { client, data } from "./calls";
import type { components } from "./schema";
import type { PageQuery } from "./types";

type Schemas = components["schemas"];

export type FactorVersion = Schemas["FactorVersion"];
export type FactorLine = Schemas["FactorLine"];
export type FactorTimeline = Schemas["FactorTimeline"];
export type FactorNeeds = Schemas["FactorNeeds"];
export type FactorUse = Schemas["FactorUse"];
export type FactorGap = Schemas["FactorGap"];
export type FactorChoice = Schemas["FactorChoice"];
export type FactorSet = Schemas["FactorSet"];
export type Potentials = Schemas["ChosenPotentials"]["gwp"];
export type Restated = Schemas["Restated"];
export type Restatement = Schemas["Restatement"];
export type OwnFactor = Schemas["OwnFactor"];
export type NewOwnFactor = Schemas["NewOwnFactor"];
export type OwnDecision = "approve" | "reject" | "withdraw";

const ROOT = "/api/v1/parks/{park}";

export interface FactorQuery {
  q?: string;
  set?: string;
  used?: boolean;
  in_force?: boolean;
  after?: number;
}

export interface Period {
  from: number;
  to: number;
}

export const getFactors = (park: string, query: FactorQuery) =>
  data(client.GET(`${ROOT}/factors`, { params: { path: { park }, query } }));

export const getNeeds = (park: string, query: { limit: number; cursor?: string }) =>
  data(client.GET(`${ROOT}/factors/needs`, { params: { path: { park }, query } }));

export const getUses = (park: string, factor: string, query: { limit: number; cursor?: string }) =>
  data(client.GET(`${ROOT}/factors/{factor}/uses`, { params: { path: { park, factor }, query } }));

export const getFactor = (park: string, factor: string) =>
  data(client.GET(`${ROOT}/factors/{factor}`, { params: { path: { park, factor } } }));

export const getFactorSets = (park: string) =>
  data(client.GET(`${ROOT}/factor-sets`, { params: { path: { park } } }));

export const adoptSets = (park: string, body: { sets: string[]; reason: string; based_on: number | null }) =>
  data(client.PUT(`${ROOT}/factor-sets`, { params: { path: { park } }, body }));

export const choosePotentials = (park: string, gwp: Potentials) =>
  data(client.PUT(`${ROOT}/gwp`, { params: { path: { park } }, body: { gwp } }));

export const previewRestatement = (park: string, body: Period & { sets?: string[] }) =>
  data(client.POST(`${ROOT}/restatements/preview`, { params: { path: { park } }, body }));

export const getRestatements = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/restatements`, { params: { path: { park }, query } }));

export const restate = (park: string, body: Period & { reason: string }) =>
  data(client.POST(`${ROOT}/restatements`, { params: { path: { park } }, body }));

export const cancelRestatement = (park: string, item: number) =>
  data(client.POST(`${ROOT}/restatements/{item}/cancel`, { params: { path: { park, item } } }));

export const getOwnFactors = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/own-factors`, { params: { path: { park }, query } }));

export const proposeFactor = (park: string, body: NewOwnFactor) =>
  data(client.POST(`${ROOT}/own-factors`, { params: { path: { park } }, body }));

export const decideFactor = (park: string, item: number, decision: OwnDecision, note: string) =>
  data(
    client.POST(`${ROOT}/own-factors/{item}/{decision}`, {
      params: { path: { park, item, decision } },
      body: { note: note || null },
    }),
  );
