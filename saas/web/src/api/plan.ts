import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Plan = Schemas["QualityPlan"];
export type PlanSource = Schemas["PlanSourceOut"];
export type PlanPoint = Schemas["PlanPointOut"];
export type PlanHistory = Schemas["PlanHistory"];

const query = (enterprise: string | undefined) => ({ ...(enterprise && { enterprise }) });

export const getPlan = (park: string, enterprise: string | undefined): Promise<Plan> =>
  data(
    client.GET("/api/v1/parks/{park}/quality-plan", {
      params: { path: { park }, query: query(enterprise) },
    }),
  );
export const planFile = (park: string, enterprise: string | undefined, language: string): string =>
  `/api/v1/parks/${park}/quality-plan/file?format=xlsx&language=${language}${enterprise ? `&enterprise=${enterprise}` : ""}`;
export const getPlanNotes = (park: string, subject: string): Promise<PlanHistory> =>
  data(
    client.GET("/api/v1/parks/{park}/quality-plan/notes", { params: { path: { park }, query: { subject } } }),
  );
export const sayPlan = (
  park: string,
  body: { subject: string; values: Record<string, string>; reason: string; enterprise?: string },
): Promise<PlanHistory> =>
  data(client.PUT("/api/v1/parks/{park}/quality-plan/notes", { params: { path: { park } }, body }));
