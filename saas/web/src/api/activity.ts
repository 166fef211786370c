import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Choices = Schemas["Choices"];
export type Detail = Schemas["Detail"];
export type Grid = Schemas["Grid"];
export type GridLine = Schemas["GridLine"];
export type MonthCell = Schemas["MonthCell"];
export type Report = Schemas["Report"];
export type ReportState = Exclude<Report["state"], "withdrawn">;
export type NewReport = Schemas["NewReport"];
export type Step = "submit" | "approve" | "reject" | "withdraw";
export type Reconciliation = Schemas["Reconciliation"];
export type FuelStock = Schemas["FuelStock"];
export type NewEntry = Schemas["NewEntry"];
export type NewLot = Schemas["NewLot"];
export type Imported = Schemas["Imported"];
export type BillMeter = Schemas["BillMeter"];
export type Waiting = Schemas["Waiting"];
export type Evidence = Schemas["Evidence"];

export const getChoices = (park: string) =>
  data(client.GET("/api/v1/parks/{park}/activity/items", { params: { path: { park } } }));

interface BillMetersQuery {
  item: string;
  enterprise?: string;
  q?: string;
  limit: number;
}

/** The meters that a bill can be checked with, main meters first. */
export const getBillMeters = (park: string, query: BillMetersQuery) =>
  data(client.GET("/api/v1/parks/{park}/activity/meters", { params: { path: { park }, query } }));

interface YearQuery {
  year: number;
  limit?: number;
  cursor?: string;
}

export const getGrid = (park: string, query: YearQuery) =>
  data(client.GET("/api/v1/parks/{park}/activity/grid", { params: { path: { park }, query } }));

export const getDriverGrid = (park: string, query: YearQuery) =>
  data(client.GET("/api/v1/parks/{park}/drivers/grid", { params: { path: { park }, query } }));

export const getReconciliation = (park: string, query: YearQuery) =>
  data(client.GET("/api/v1/parks/{park}/activity/reconciliation", { params: { path: { park }, query } }));

export interface ReportsQuery {
  year: number;
  kind: "bill" | "history" | "driver";
  state?: ReportState;
  limit: number;
  cursor?: string;
}

/** The reports of a year, a page of them. */
export const getReports = (park: string, query: ReportsQuery) =>
  data(client.GET("/api/v1/parks/{park}/activity", { params: { path: { park }, query } }));

export const getReport = (park: string, report: number) =>
  data(client.GET("/api/v1/parks/{park}/activity/{report}", { params: { path: { park, report } } }));

export const createReport = (park: string, body: NewReport) =>
  data(client.POST("/api/v1/parks/{park}/activity", { params: { path: { park } }, body }));

export const moveReport = (park: string, report: number, step: Step, note: string) =>
  data(
    client.POST(`/api/v1/parks/{park}/activity/{report}/${step}`, {
      params: { path: { park, report } },
      body: { note },
    }),
  );

export const approveReports = (park: string, reports: number[], note: string) =>
  data(
    client.POST("/api/v1/parks/{park}/activity/approve", {
      params: { path: { park } },
      body: { reports, note },
    }),
  );

// A file goes as it is; the description calls it a string.
/** A body that is sent as it is. */
export const asIs = { bodySerializer: (body: unknown) => body as BodyInit };

export const uploadEvidence = (park: string, file: File, enterprise: string | null) =>
  data(
    client.POST("/api/v1/parks/{park}/evidence", {
      params: {
        path: { park },
        header: { "X-File-Name": encodeURIComponent(file.name) },
        query: enterprise ? { enterprise } : {},
      },
      headers: { "Content-Type": file.type || "text/plain" },
      body: file as never,
      ...asIs,
    }),
  );

export const evidenceUrl = (park: string, id: number) => `/api/v1/parks/${park}/evidence/${id}`;
export const templateUrl = (park: string, language: string) =>
  `/api/v1/parks/${park}/activity/history/template?format=xlsx&language=${language}`;

export const getPastYears = (park: string, query: { limit?: number; cursor?: string }) =>
  data(client.GET("/api/v1/parks/{park}/activity/history", { params: { path: { park }, query } }));

export const importPastYears = (park: string, file: File, isDry: boolean) =>
  data(
    client.POST("/api/v1/parks/{park}/activity/history", {
      params: { path: { park }, query: { dry_run: isDry } },
      headers: { "Content-Type": "text/csv" },
      body: file as never,
      ...asIs,
    }),
  );

export const getStock = (park: string, item: string, enterprise: string | null) =>
  data(
    client.GET("/api/v1/parks/{park}/fuel-stock", {
      params: { path: { park }, query: { item, ...(enterprise && { enterprise }) } },
    }),
  );

type StockQuery = { item: string; enterprise?: string; limit?: number; cursor?: string };

export const getStockEntries = (park: string, query: StockQuery) =>
  data(client.GET("/api/v1/parks/{park}/fuel-stock/entries", { params: { path: { park }, query } }));

export const getStockLots = (park: string, query: StockQuery) =>
  data(client.GET("/api/v1/parks/{park}/fuel-stock/lots", { params: { path: { park }, query } }));

export const addEntry = (park: string, body: NewEntry) =>
  data(client.POST("/api/v1/parks/{park}/fuel-stock/entries", { params: { path: { park } }, body }));

export const cancelEntry = (park: string, entry: number, note: string) =>
  data(
    client.POST("/api/v1/parks/{park}/fuel-stock/entries/{entry}/cancel", {
      params: { path: { park, entry } },
      body: { note },
    }),
  );

export const cancelLot = (park: string, lot: number, note: string) =>
  data(
    client.POST("/api/v1/parks/{park}/fuel-stock/lots/{lot}/cancel", {
      params: { path: { park, lot } },
      body: { note },
    }),
  );

export const addLot = (park: string, body: NewLot) =>
  data(client.POST("/api/v1/parks/{park}/fuel-stock/lots", { params: { path: { park } }, body }));
