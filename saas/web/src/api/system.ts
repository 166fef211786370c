import { client, data } from "./calls";
import type { components } from "./schema";

export type SystemState = components["schemas"]["SystemState"];
export type ParkArrivals = components["schemas"]["ParkArrivals"];

export const getSystem = () => data(client.GET("/api/v1/admin/system"));
