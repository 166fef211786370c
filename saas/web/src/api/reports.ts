import { client, data } from "./calls";
import type { components } from "./schema";
import type { PageQuery } from "./types";

type Schemas = components["schemas"];

export type Report = Schemas["Export"];
export type ReportRequest = Schemas["ExportRequest"];
export type PackDifference = Schemas["PackDifference"];
export type Ruleset = Schemas["RulesetOut"];

const ROOT = "/api/v1/parks/{park}";

export const getReports = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/exports`, { params: { path: { park }, query } }));

export const makeReport = (park: string, body: ReportRequest) =>
  data(client.POST(`${ROOT}/exports`, { params: { path: { park } }, body }));

export const makeStoredReport = (park: string, body: Schemas["StoredExportRequest"]) =>
  data(client.POST(`${ROOT}/exports/of-inventory`, { params: { path: { park } }, body }));

/** How often one asks for files that are being made. */
export const POLL_MS = 1500;
export const isMaking = (item: Report) => item.state === "queued" || item.state === "running";
export const makeEverything = (park: string) =>
  data(client.POST(`${ROOT}/exports/everything`, { params: { path: { park } }, body: {} }));

export const checkPack = (park: string, item: number) =>
  data(client.GET(`${ROOT}/exports/{item}/check`, { params: { path: { park, item } } }));

export const getRulesets = (park: string) =>
  data(client.GET(`${ROOT}/rulesets`, { params: { path: { park } } }));

export const reportFile = (park: string, item: number) => `/api/v1/parks/${park}/exports/${item}/file`;
