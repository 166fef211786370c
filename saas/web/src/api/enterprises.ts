import { client, data } from "./calls";
import type { components } from "./schema";

export type Enterprise = components["schemas"]["EnterpriseList"]["enterprises"][number];

/** The enterprises that one sees, with their names. */
export const getEnterprises = (park: string) =>
  data(client.GET("/api/v1/parks/{park}/enterprises", { params: { path: { park } } }));
