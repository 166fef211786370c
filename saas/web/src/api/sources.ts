import { client, data } from "./calls";
import { getCommand, postCommand } from "./edges";
import { ProblemError } from "./problem";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type SourceValue = Schemas["SourceValue"];
export type Plausible = Schemas["Plausible"];

export const judge = async (park: string, values: SourceValue[]): Promise<Plausible[]> =>
  (
    await data(
      client.POST("/api/v1/parks/{park}/points/plausible", { params: { path: { park } }, body: { values } }),
    )
  ).judgements;

/** Why something is likely or not; the edge's own words are English, so pages have words for the code. */
export interface Reason {
  code: string;
  text: string;
  weight?: number;
}

export interface Unit {
  code: string | null;
  symbol: string;
  quantity: string;
}

type Value = number | string | null;

/** One way to talk to an OPC UA server. */
export interface Endpoint {
  url: string;
  security: string;
  security_mode: string;
  supported: boolean;
  log_ins: string[];
  fingerprint: string | null;
  subject: string | null;
  valid_until_ms: number | null;
  trust: "trusted" | "waiting" | "unknown" | "none";
}

/** The edge's certificate, which the server must trust. */
export interface OwnCertificate {
  fingerprint: string;
  subject: string;
  application_uri: string;
  valid_until_ms: number;
  pem: string;
}

export interface Discovery {
  url: string;
  name: string;
  application_uri: string;
  endpoints: Endpoint[];
  own: OwnCertificate | null;
}

/** A place in a server's tree. */
export interface Tag {
  node: string;
  name: string;
  path: string[];
  kind: "object" | "variable" | "method" | "other";
  has_children: boolean;
  type: string | null;
  array: boolean;
  unit: Unit | null;
  value: Value;
  status: string | null;
  quality: number | null;
  source_ms: number | null;
  score: number | null;
}

export interface Level {
  node: string;
  total: number;
  offset: number;
  children: Tag[];
}

export interface Suggestion {
  node: Tag;
  score: number;
  quantity: string;
  reasons: Reason[];
}

/** What a point says when it is tried. */
export interface Tried {
  key: string;
  address: string;
  value: Value;
  unit: Unit | null;
  status: string;
  quality: number | null;
  source_ms: number | null;
  ok: boolean;
  plausible: boolean;
  reasons: Reason[];
}

/** What registers may mean. */
export interface Decoding {
  type: string;
  order: string;
  offset: number;
  value: Value;
  value_later: Value;
  score: number;
  reasons: Reason[];
}

export interface Decoded {
  unit: number;
  function: string;
  address: number;
  registers: number[];
  registers_later: number[] | null;
  decodings: Decoding[];
}

const POLL_MS = 400;

/** Have an edge look at something, and wait for what it says. A fault of the edge is a problem of its code. */
export async function look<T>(
  park: string,
  edge: string,
  kind: string,
  args: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<T> {
  const { id } = await postCommand(park, edge, kind, args);
  for (;;) {
    await pause(POLL_MS);
    signal?.throwIfAborted();
    const command = await getCommand(park, edge, id);
    if (command.state === "done") return command.result as T;
    if (command.state === "expired") throw fault("edge_silent", "", "");
    if (command.state === "failed") {
      const error = command.error;
      throw fault(error?.code ?? "failed", error?.message ?? "", error?.remedy ?? "");
    }
  }
}

const pause = (ms: number) => new Promise(done => setTimeout(done, ms));
const fault = (code: string, message: string, remedy: string) =>
  new ProblemError(`edge:${code}`, 0, "", message, remedy, "");
