import { client, data } from "./calls";
import type { components } from "./schema";
import type { PageQuery } from "./types";

type Schemas = components["schemas"];

export type Benchmark = Schemas["Benchmark"];
export type BenchmarkNorm = Schemas["BenchmarkNorm"];
export type BenchmarkLine = Schemas["BenchmarkLine"];
export type NormTold = Schemas["NormTold"];
export type NormWanted = Schemas["NormWanted"];
export type WhatIf = Schemas["WhatIf"];
export type WhatIfAsked = Schemas["WhatIfAsked"];

const ROOT = "/api/v1/parks/{park}";
const of = (park: string) => ({ params: { path: { park } } });

export const getBenchmark = (park: string, year: number) =>
  data(client.GET(`${ROOT}/benchmark`, { params: { path: { park }, query: { year } } }));

export const saveNorm = (park: string, norm: string, body: NormWanted) =>
  data(client.PUT(`${ROOT}/norms/{norm}`, { params: { path: { park, norm } }, body }));

export const endNorm = (park: string, norm: string) =>
  data(client.DELETE(`${ROOT}/norms/{norm}`, { params: { path: { park, norm } } }));

export const getNormVersions = (park: string, norm: string) =>
  data(client.GET(`${ROOT}/norms/{norm}`, { params: { path: { park, norm } } }));

export const tryWhatIf = (park: string, body: WhatIfAsked) =>
  data(client.POST(`${ROOT}/what-if/preview`, { ...of(park), body }));

export const getWhatIfs = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/what-ifs`, { params: { path: { park }, query } }));

export const keepWhatIf = (park: string, body: WhatIfAsked) =>
  data(client.POST(`${ROOT}/what-ifs`, { ...of(park), body }));

export const endWhatIf = (park: string, item: number) =>
  data(client.DELETE(`${ROOT}/what-ifs/{item}`, { params: { path: { park, item } } }));
