import createClient, { type Middleware } from "openapi-fetch";
import { type ProblemError, problemOf, unreachable } from "./problem";
import type { paths } from "./schema";
import type {
  BehindQuery,
  By,
  Figure,
  FindingFilter,
  FindingKey,
  Live,
  RevisionState,
  Session,
  Severity,
  Tariff,
  TariffBody,
} from "./types";

const BASE = "/api/v1";
let csrf = "";

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrf);
  },
  onError: () => unreachable(),
};

export const client = createClient<paths>({ baseUrl: location.origin });
client.use(guard);

/** The data of an answer; a problem is thrown. */
export async function data<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data: content, error, response } = await answer;
  if (!response.ok) throw problemOf(response.status, error) satisfies ProblemError;
  return content as T;
}

function remember(session: Session): Session {
  csrf = session.csrf;
  return session;
}

export const logIn = async (login: string, password: string, code = "") =>
  remember(await data(client.POST("/api/v1/session", { body: { login, password, code } })));
export const getSso = () => data(client.GET("/api/v1/session/sso"));
export const startSso = () => data(client.POST("/api/v1/session/sso/start"));
export const finishSso = async (code: string, state: string, issuer: string) =>
  remember(await data(client.POST("/api/v1/session/sso", { body: { code, state, issuer } })));
export const getSession = async () => remember(await data(client.GET("/api/v1/session")));
export const logOut = () => data(client.DELETE("/api/v1/session"));

/** In place of a park's code: what the link of this screen shows, in public terms. */
export const SCREEN = "@screen";

export const getLive = async (park: string): Promise<Live> =>
  // The description says pairs; the generated type only says lists.
  (await (park === SCREEN
    ? data(client.GET("/api/v1/wall/live"))
    : data(client.GET("/api/v1/parks/{park}/live", { params: { path: { park } } })))) as Live;
export const getDay = (park: string) =>
  park === SCREEN
    ? data(client.GET("/api/v1/wall/day"))
    : data(client.GET("/api/v1/parks/{park}/live/day", { params: { path: { park } } }));
export const streamUrl = (park: string) =>
  park === SCREEN ? `${BASE}/wall/stream` : `${BASE}/parks/${park}/live/stream`;
export const openWall = (token: string) => data(client.POST("/api/v1/wall", { body: { token } }));
export const getWall = () => data(client.GET("/api/v1/wall"));

/** Which number: of a frame, of the day so far, or of a quarter of an hour; and which part of it. */
export interface ExplainQuery {
  figure: Figure;
  frame?: number;
  totals?: string;
  start?: number;
  by?: By;
  key?: string;
}

export const getExplanation = (park: string, query: ExplainQuery) =>
  data(client.GET("/api/v1/parks/{park}/explain", { params: { path: { park }, query } }));

export const getLedger = (park: string, source: string, from: number, to: number) =>
  data(
    client.GET("/api/v1/parks/{park}/sources/{source}/ledger", {
      params: { path: { park, source }, query: { from, to } },
    }),
  );

export const getReadings = (park: string, point: string, from: number, to: number, cursor?: string) =>
  data(
    client.GET("/api/v1/parks/{park}/points/{point}/readings", {
      params: { path: { park, point }, query: { from, to, ...(cursor && { cursor: Number(cursor) }) } },
    }),
  );

export const getQuarantine = (park: string, state: "open" | "replayed" | "dismissed", cursor?: string) =>
  data(
    client.GET("/api/v1/parks/{park}/quarantine", {
      params: { path: { park }, query: { state, ...(cursor && { cursor: Number(cursor) }) } },
    }),
  );

export const replay = (park: string, item: number, body: { payload?: string; point?: string }) =>
  data(
    client.POST("/api/v1/parks/{park}/quarantine/{item}/replay", { params: { path: { park, item } }, body }),
  );

export const replayAll = (
  park: string,
  body: { reason?: string; device?: string; edge?: string; after: number },
) => data(client.POST("/api/v1/parks/{park}/quarantine/replay", { params: { path: { park } }, body }));

export const dismiss = (park: string, item: number, note: string) =>
  data(
    client.POST("/api/v1/parks/{park}/quarantine/{item}/dismiss", {
      params: { path: { park, item } },
      body: { note },
    }),
  );

export interface FindingQuery {
  state: FindingFilter;
  rule?: string;
  severity?: Severity;
  enterprise?: string;
  point?: string;
}

export const getHealth = (park: string) =>
  data(client.GET("/api/v1/parks/{park}/health/summary", { params: { path: { park } } }));

export const getCoverage = (park: string, from: number, to: number, by: "point" | "enterprise") =>
  data(
    client.GET("/api/v1/parks/{park}/health/coverage", {
      params: { path: { park }, query: { from, to, by } },
    }),
  );

export const getFindings = (park: string, query: FindingQuery, cursor?: string) =>
  data(
    client.GET("/api/v1/parks/{park}/health/findings", {
      params: { path: { park }, query: { ...query, ...(cursor && { cursor }) } },
    }),
  );

export const noteFindings = (
  park: string,
  body: { findings: FindingKey[]; state: "acknowledged" | "resolved"; note: string },
) => data(client.POST("/api/v1/parks/{park}/health/findings/note", { params: { path: { park } }, body }));

export const getBalances = (park: string, from: number, to: number) =>
  data(
    client.GET("/api/v1/parks/{park}/health/balance", { params: { path: { park }, query: { from, to } } }),
  );

export const getRevisions = (park: string, state: RevisionState, point?: string, cursor?: string) =>
  data(
    client.GET("/api/v1/parks/{park}/health/revisions", {
      params: {
        path: { park },
        query: { state, ...(point && { point }), ...(cursor && { cursor: Number(cursor) }) },
      },
    }),
  );

export const acceptRevisions = (park: string, ids: number[], note: string) =>
  data(
    client.POST("/api/v1/parks/{park}/health/revisions/accept", {
      params: { path: { park } },
      body: { ids, note },
    }),
  );

export const dismissRevisions = (park: string, ids: number[], note: string) =>
  data(
    client.POST("/api/v1/parks/{park}/health/revisions/dismiss", {
      params: { path: { park } },
      body: { ids, note },
    }),
  );
/** A span [ms, ms) of one account; without enterprise the park at its incomers, or one's own. */
export interface CostQuery {
  from: number;
  to: number;
  enterprise?: string;
}

/** Here, not with the other calls of alerts: the frame asks it on every page, and loads no more than it asks. */
export const getAlertCounts = (park: string) =>
  data(client.GET("/api/v1/parks/{park}/alerts/counts", { params: { path: { park } } }));

export const getCosts = (park: string, query: CostQuery) =>
  data(client.GET("/api/v1/parks/{park}/costs", { params: { path: { park }, query } }));
export const getCostRanking = (park: string, query: CostQuery & BehindQuery) =>
  data(client.GET("/api/v1/parks/{park}/costs/ranking", { params: { path: { park }, query } }));
export const getDemand = (park: string, month: string, enterprise?: string) =>
  data(
    client.GET("/api/v1/parks/{park}/demand", {
      params: { path: { park }, query: { month, ...(enterprise && { enterprise }) } },
    }),
  );
export const getTariffs = async (park: string): Promise<{ tariffs: Tariff[]; cursor: string | null }> =>
  // As above: pairs, which the generated type calls lists.
  (await data(client.GET("/api/v1/parks/{park}/tariffs", { params: { path: { park } } }))) as {
    tariffs: Tariff[];
    cursor: string | null;
  };
export const putTariff = (park: string, code: string, body: TariffBody) =>
  data(client.PUT("/api/v1/parks/{park}/tariffs/{code}", { params: { path: { park, code } }, body }));
export const getResources = (park: string, query: CostQuery) =>
  data(client.GET("/api/v1/parks/{park}/resources", { params: { path: { park }, query } }));
