import { client, data } from "./calls";
import type { components } from "./schema";
import type { BehindQuery } from "./types";

type Schemas = components["schemas"];

export type EmissionSource = Schemas["EmissionSource"];
export type SourceDetail = Schemas["SourceDetail"];
export type SourceTemplate = Schemas["SourceTemplate"];
export type SourceTemplates = Schemas["SourceTemplates"];
export type SourceDefinition = Schemas["SourceDefinition"];
export type SourceTrial = Schemas["SourceTrial"];
export type SourceAfter = Schemas["SourceAfter"];
export type SourceFormula = Schemas["SourceFormula"];
export type GreenUse = Schemas["GreenUse"];
export type UncoveredPoint = Schemas["UncoveredPoint"];
export type GreenFinding = Schemas["GreenFinding"];
export type GreenSupplies = Schemas["GreenSupplies"];
export type GreenSupply = Schemas["GreenSupply"];
export type NewGreenSupply = Schemas["NewGreenSupply"];

const ROOT = "/api/v1/parks/{park}";

export interface SourcesQuery {
  q?: string;
  category?: string;
  sort?: "code" | "category";
  limit?: number;
  cursor?: string;
}

export const getSources = (park: string, query: SourcesQuery = {}) =>
  data(client.GET(`${ROOT}/sources`, { params: { path: { park }, query } }));

/** The codes of sources that hold the words: of these another source may not take one. */
export const getTaken = async (park: string, q: string): Promise<Set<string>> =>
  new Set((await getSources(park, { q })).sources.map(source => source.code));

export const getSource = (park: string, source: string) =>
  data(client.GET(`${ROOT}/sources/{source}`, { params: { path: { park, source } } }));

export const getSourceTemplates = (park: string) =>
  data(client.GET(`${ROOT}/source-templates`, { params: { path: { park } } }));

export const getSourceGaps = (park: string, query: { limit?: number; cursor?: string }) =>
  data(client.GET(`${ROOT}/source-gaps`, { params: { path: { park }, query } }));

export const trySource = (park: string, body: SourceDefinition) =>
  data(client.POST(`${ROOT}/sources/try`, { params: { path: { park } }, body }));

export const createSource = (park: string, body: Schemas["NewSource"]) =>
  data(client.POST(`${ROOT}/sources`, { params: { path: { park } }, body }));

export const getSourceAfter = (park: string, source: string, from: string) =>
  data(client.GET(`${ROOT}/sources/{source}/after`, { params: { path: { park, source }, query: { from } } }));

export const editSource = (park: string, source: string, body: Schemas["SourceEdit"]) =>
  data(client.PATCH(`${ROOT}/sources/{source}`, { params: { path: { park, source } }, body }));

export const replaceSource = (park: string, source: string, body: Schemas["Replacement"]) =>
  data(client.POST(`${ROOT}/sources/{source}/replace`, { params: { path: { park, source } }, body }));

export const deleteSource = (park: string, source: string, reason: string) =>
  data(
    client.POST(`${ROOT}/sources/{source}/delete`, { params: { path: { park, source } }, body: { reason } }),
  );

export const endSource = (park: string, source: string, body: Schemas["SourceEnd"]) =>
  data(client.POST(`${ROOT}/sources/{source}/end`, { params: { path: { park, source } }, body }));

export const getGreen = (park: string, query: BehindQuery = {}) =>
  data(client.GET(`${ROOT}/green-supplies`, { params: { path: { park }, query } }));

export const getGreenUses = (park: string, query: BehindQuery & { supply?: number } = {}) =>
  data(client.GET(`${ROOT}/green-uses`, { params: { path: { park }, query } }));

export const addGreen = (park: string, body: NewGreenSupply) =>
  data(client.POST(`${ROOT}/green-supplies`, { params: { path: { park } }, body }));

export const claimGreen = (park: string, item: number, body: Schemas["NewGreenUse"]) =>
  data(client.POST(`${ROOT}/green-supplies/{item}/uses`, { params: { path: { park, item } }, body }));

export const withdrawGreen = (park: string, item: number, note: string) =>
  data(
    client.POST(`${ROOT}/green-supplies/{item}/withdraw`, {
      params: { path: { park, item } },
      body: { note },
    }),
  );

export const releaseGreen = (park: string, item: number, note: string) =>
  data(
    client.POST(`${ROOT}/green-uses/{item}/release`, { params: { path: { park, item } }, body: { note } }),
  );
