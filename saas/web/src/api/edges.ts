import type { EdgeWords } from "../lib/edgeWords";
import { client, data } from "./calls";
import type { components } from "./schema";
import type { BehindQuery } from "./types";

type Schemas = components["schemas"];
export type Edge = Schemas["Edge"];
export type EdgeConfig = Schemas["EdgeConfig"];
export type EdgeCommand = Schemas["EdgeCommand"];
export type EdgeToken = Schemas["Token"];
export type NewEdge = Schemas["NewEdge"];
export type Spool = Schemas["SpoolEntry"];

/** What an edge says of itself; see the contracts, section 2. */
export interface EdgeState {
  online?: boolean;
  version?: string;
  spool_depth?: number;
  oldest_unsent_ms?: number | null;
  clock_offset_ms?: number | null;
  collected?: number;
  config_version?: number;
  config_refused?: number | null;
  config_error?: string | null;
  config_words?: EdgeWords | null;
  /** The spool's bound by age; null: none. */
  max_age_days?: number | null;
  connectors?: Record<string, ConnectorState>;
  /** All that the edge forwards to, this platform among them. */
  destinations?: Record<string, DestinationState>;
}

/** The way to one destination of an edge, and what waits there for it. */
export interface DestinationState {
  connected: boolean;
  error: string | null;
  words?: EdgeWords | null;
  url?: string;
  spool_depth?: number;
  oldest_unsent_ms?: number | null;
  collected?: number;
  /** Whether it is this platform. */
  here?: boolean;
}

export interface ConnectorState {
  ok: boolean;
  error: string | null;
  points: number;
  last_reading_ms: number | null;
  warnings?: string[];
  /** What `error` and each of the warnings say, for other languages. */
  words?: EdgeWords | null;
  warning_words?: (EdgeWords | null)[];
}

/** A point of a connector as the edge reads it; `off`: kept here and not told to the edge. */
export interface PointSection {
  key: string;
  sampling?: "poll" | "subscribe";
  period_s?: number;
  off?: boolean;
  [name: string]: unknown;
}

export interface Section {
  name: string;
  type: string;
  point: PointSection[];
  [name: string]: unknown;
}

const at = (park: string, edge: string) => ({ params: { path: { park, edge } } });

export const getEdges = (park: string, query: BehindQuery = {}) =>
  data(client.GET("/api/v1/parks/{park}/edges", { params: { path: { park }, query } }));
export const getEdge = (park: string, edge: string) =>
  data(client.GET("/api/v1/parks/{park}/edges/{edge}", at(park, edge)));
export const postEdge = (park: string, body: NewEdge) =>
  data(client.POST("/api/v1/parks/{park}/edges", { params: { path: { park } }, body }));
export const endEdge = (park: string, edge: string) =>
  data(client.DELETE("/api/v1/parks/{park}/edges/{edge}", at(park, edge)));
export const postToken = (park: string, edge: string) =>
  data(client.POST("/api/v1/parks/{park}/edges/{edge}/tokens", at(park, edge)));
export const getConfig = (park: string, edge: string) =>
  data(client.GET("/api/v1/parks/{park}/edges/{edge}/config", at(park, edge)));
export const putConfig = (
  park: string,
  edge: string,
  based_on: number,
  connector: Section[],
  more: {
    secrets?: Record<string, string>;
    bindings?: Record<string, string>;
    max_age_days?: number | null;
  } = {},
) =>
  data(
    client.PUT("/api/v1/parks/{park}/edges/{edge}/config", {
      ...at(park, edge),
      body: { based_on, connector, secrets: {}, bindings: {}, ...more },
    }),
  );
export const postCommand = (park: string, edge: string, kind: string, args: Record<string, unknown>) =>
  data(
    client.POST("/api/v1/parks/{park}/edges/{edge}/commands", { ...at(park, edge), body: { kind, args } }),
  );
export const getCommand = (park: string, edge: string, command: string) =>
  data(
    client.GET("/api/v1/parks/{park}/edges/{edge}/commands/{command}", {
      params: { path: { park, edge, command } },
    }),
  );
export const commandFile = (park: string, edge: string, command: string) =>
  `/api/v1/parks/${park}/edges/${edge}/commands/${command}/file`;
export const getSpools = (park: string, edge: string) =>
  data(client.GET("/api/v1/parks/{park}/edges/{edge}/ledger", at(park, edge)));
