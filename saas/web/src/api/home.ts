import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type EnterpriseHome = Schemas["EnterpriseHome"];
export type HomeStep = Schemas["HomeStep"];
export type HomeTask = Schemas["HomeTask"];
export type HomeFigure = Schemas["HomeFigure"];
export type HomePeriod = Schemas["HomePeriod"];

export const getHome = (park: string, enterprise: string) =>
  data(
    client.GET("/api/v1/parks/{park}/enterprises/{enterprise}/home", {
      params: { path: { park, enterprise } },
    }),
  );
