import { asIs } from "./activity";
import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ZeroYear = Schemas["ZeroCarbonYear"];
export type ZeroLine = Schemas["ZeroCarbonLine"];
export type ZeroIndicator = Schemas["ZeroCarbonIndicator"];
export type ZeroOutlook = Schemas["ZeroCarbonOutlook"];
export type ZeroPoint = Schemas["ZeroCarbonPoint"];
export type ZeroComparison = Schemas["ZeroCarbonComparison"];
export type ZeroBeside = Schemas["ZeroCarbonBeside"];
export type ZeroDecided = Schemas["ZeroCarbonDecided"];
export type ZeroSettings = Schemas["ZeroCarbonSettings-Input"];
export type ZeroEntry = Schemas["ZeroCarbonEntry"];
export type ZeroImported = Schemas["ZeroCarbonImported"];
export type ParkFunctions = Schemas["ParkFunctions"];
export type ParkFunction = Schemas["ParkFunction"];

const ROOT = "/api/v1/parks/{park}";
const of = (park: string) => ({ params: { path: { park } } });
const ofYear = (park: string, year: number) => ({ params: { path: { park }, query: { year } } });

export const getZeroYear = (park: string, year: number) =>
  data(client.GET(`${ROOT}/zero-carbon`, ofYear(park, year)));

export const getZeroOutlook = (park: string) => data(client.GET(`${ROOT}/zero-carbon/outlook`, of(park)));

export const getZeroComparison = (park: string, year: number) =>
  data(client.GET(`${ROOT}/zero-carbon/comparison`, ofYear(park, year)));

export const getZeroSettings = (park: string) => data(client.GET(`${ROOT}/zero-carbon/settings`, of(park)));

export const decideZero = (park: string, settings: ZeroSettings, note: string) =>
  data(client.PUT(`${ROOT}/zero-carbon/settings`, { ...of(park), body: { settings, note } }));

export const enterZero = (park: string, body: ZeroEntry) =>
  data(client.POST(`${ROOT}/zero-carbon/entries`, { ...of(park), body }));

export const importFactorDatabase = (park: string, file: File, isDry: boolean) =>
  data(
    client.POST(`${ROOT}/zero-carbon/factors`, {
      params: { path: { park }, query: { dry_run: isDry } },
      headers: { "Content-Type": "text/csv" },
      body: file as never,
      ...asIs,
    }),
  );

export const factorTemplate = (park: string, language: string) =>
  `/api/v1/parks/${park}/zero-carbon/factors/template?format=xlsx&language=${language}`;

export const zeroReport = (park: string, year: number, language: string, form: "xlsx" | "pdf") =>
  `/api/v1/parks/${park}/zero-carbon/report?year=${year}&language=${language}&form=${form}`;

export const getFunctions = (park: string) => data(client.GET(`${ROOT}/functions`, of(park)));

export const rewordFunctions = (
  park: string,
  words: Record<string, { name_zh: string; name_en: string }>,
  note: string,
) => data(client.PUT(`${ROOT}/functions/wording`, { ...of(park), body: { words, note } }));

export const functionEvidence = (park: string, language: string) =>
  `/api/v1/parks/${park}/functions/evidence?language=${language}`;
