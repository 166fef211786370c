import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type EnergyFlows = Schemas["EnergyFlows"];
export type FlowAmount = Schemas["FlowAmount"];
export type FlowNode = Schemas["FlowNode"];
export type FlowLink = Schemas["FlowLink"];
export type FlowRow = Schemas["FlowRow"];
export type FlowTerm = Schemas["FlowTerm"];
export type FlowTransfer = Schemas["FlowTransfer"];
export interface FlowQuery {
  from: string;
  to: string;
  enterprise?: string;
}

export const getFlows = (park: string, query: FlowQuery): Promise<EnergyFlows> =>
  data(client.GET("/api/v1/parks/{park}/flows", { params: { path: { park }, query } }));

export const flowsFile = (
  park: string,
  query: FlowQuery,
  table: "links" | "balance",
  language: string,
): string => {
  const asked = new URLSearchParams({ ...query, table, language });
  return `/api/v1/parks/${park}/flows/file?${asked}`;
};

export const flowsTables = (
  park: string,
  query: FlowQuery,
  form: "xlsx" | "pdf",
  language: string,
): string => {
  const asked = new URLSearchParams({ ...query, form, language });
  return `/api/v1/parks/${park}/flows/tables?${asked}`;
};
