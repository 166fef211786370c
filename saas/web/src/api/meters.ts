import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Meters = Schemas["MeterList"];
export type MeterPoint = Schemas["MeterPoint"];
export type PointChoice = Schemas["PointChoice"];
export type MeterDevice = Schemas["Device"];
export type PointLife = Schemas["PointLife"];
export type Conversion = Schemas["Conversion"];
export type LifeEvent = Schemas["LifeEvent"];
export type LifeCorrection = Schemas["LifeCorrection"];
export type PointSeries = Schemas["PointSeries"];
export type Amount = Schemas["Amount"];
export type Step = PointSeries["step"];
export type Bucket = PointSeries["bucket"];
export type Import = Schemas["Import"];
export type Mistake = Schemas["ImportMistake"];
export type NewEvent = Schemas["NewEvent"];
export type ChangePreview = Schemas["ChangePreview"];

const ROOT = "/api/v1/parks/{park}";

export interface MetersQuery {
  limit?: number;
  cursor?: string;
  q?: string;
  carrier?: string;
  enterprise?: string;
  device?: string;
  show?: "all" | "silent" | "findings" | "virtual";
  sort?: "code" | "age" | "findings";
}

export const getMeters = (park: string, query: MetersQuery = {}) =>
  data(client.GET(`${ROOT}/meters`, { params: { path: { park }, query } }));

export interface PointsQuery {
  q?: string;
  /** Of these alone. */
  code?: string[];
  carrier?: string;
  quantity?: string;
  kind?: PointChoice["kind"][];
  /** No gauges but those that are integrated. */
  with_amounts?: boolean;
  limit?: number;
}

/** Points to choose from, with their names and what they measure. */
export const getPoints = (park: string, query: PointsQuery) =>
  data(client.GET(`${ROOT}/points`, { params: { path: { park }, query } }));

/** As many codes as an address has room for. */
const CODES = 50;

/** The points of some codes, as far as one sees them. */
export async function getNamed(park: string, codes: readonly string[]): Promise<PointChoice[]> {
  const parts = Array.from({ length: Math.ceil(codes.length / CODES) }, (_, n) =>
    codes.slice(n * CODES, (n + 1) * CODES),
  );
  const found = await Promise.all(parts.map(code => getPoints(park, { code })));
  return found.flatMap(one => one.points);
}

export const getDevices = (park: string, query: { q?: string; code?: string[]; limit?: number }) =>
  data(client.GET(`${ROOT}/devices`, { params: { path: { park }, query } }));

export const getPoint = (park: string, point: string) =>
  data(client.GET(`${ROOT}/points/{point}`, { params: { path: { park, point } } }));

/** A point over time; with `most` points at most, as coarse as that needs. */
export const getSeries = (park: string, point: string, from: number, to: number, step: Step, most?: number) =>
  data(
    client.GET(`${ROOT}/points/{point}/series`, {
      params: { path: { park, point }, query: { from, to, step, ...(most && { max_points: most }) } },
    }),
  );

export const templateUrl = (park: string, format: "csv" | "xlsx", language: string) =>
  `/api/v1/parks/${park}/meters/template?format=${format}&language=${language}`;

/** A file as it is; what it is shows in its first bytes. */
export const importMeters = (park: string, file: File, isDryRun: boolean) =>
  data(
    client.POST(`${ROOT}/meters/import`, {
      params: { path: { park }, query: { dry_run: isDryRun } },
      headers: { "Content-Type": file.name.endsWith(".csv") ? "text/csv" : "application/octet-stream" },
      body: file as never,
      bodySerializer: body => body as never,
    }),
  );

export const previewEvent = (park: string, point: string, body: NewEvent) =>
  data(client.POST(`${ROOT}/points/{point}/events/preview`, { params: { path: { park, point } }, body }));

export const recordEvent = (park: string, point: string, body: NewEvent) =>
  data(client.POST(`${ROOT}/points/{point}/events`, { params: { path: { park, point } }, body }));

export const undoEvent = (park: string, point: string, item: number, reason: string) =>
  data(
    client.POST(`${ROOT}/points/{point}/events/{item}/undo`, {
      params: { path: { park, point, item } },
      body: { reason },
    }),
  );

/** Keep a file as evidence; a record refers to it by the id. */
export const uploadEvidence = (park: string, file: File, enterprise: string | null) =>
  data(
    client.POST(`${ROOT}/evidence`, {
      params: {
        path: { park },
        header: { "X-File-Name": encodeURIComponent(file.name) },
        ...(enterprise && { query: { enterprise } }),
      },
      headers: { "Content-Type": file.type || "application/octet-stream" },
      body: file as never,
      bodySerializer: body => body as never,
    }),
  );

export const evidenceUrl = (park: string, id: number) => `/api/v1/parks/${park}/evidence/${id}`;

export type NewCorrection = Schemas["NewCorrection"];

export const previewCorrection = (park: string, point: string, body: NewCorrection) =>
  data(
    client.POST(`${ROOT}/points/{point}/corrections/preview`, { params: { path: { park, point } }, body }),
  );

export const recordCorrection = (park: string, point: string, body: NewCorrection) =>
  data(client.POST(`${ROOT}/points/{point}/corrections`, { params: { path: { park, point } }, body }));

export const undoCorrection = (park: string, point: string, item: number, reason: string) =>
  data(
    client.POST(`${ROOT}/points/{point}/corrections/{item}/undo`, {
      params: { path: { park, point, item } },
      body: { reason },
    }),
  );
