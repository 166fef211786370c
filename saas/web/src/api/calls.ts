import { problemOf, unreachable } from "./problem";
import type {
  By,
  Day,
  Explanation,
  Figure,
  LedgerHour,
  Live,
  QuarantinePage,
  Readings,
  Session,
} from "./types";

const BASE = "/api/v1";
let csrf = "";

type Query = Record<string, string | number | null | undefined>;

async function request<T>(
  method: string,
  path: string,
  options: { query?: Query; body?: unknown } = {},
): Promise<T> {
  const url = new URL(BASE + path, location.origin);
  for (const [key, value] of Object.entries(options.query ?? {}))
    if (value !== null && value !== undefined) url.searchParams.set(key, String(value));
  const headers: Record<string, string> = {};
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  const response = await fetch(url, {
    method,
    headers,
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  }).catch(() => {
    throw unreachable();
  });
  const content: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, content);
  return content as T;
}

function remember(session: Session): Session {
  csrf = session.csrf;
  return session;
}

export const logIn = async (login: string, password: string) =>
  remember(await request<Session>("POST", "/session", { body: { login, password } }));
export const getSession = async () => remember(await request<Session>("GET", "/session"));
export const logOut = () => request<null>("DELETE", "/session");

export const getLive = (park: string) => request<Live>("GET", `/parks/${park}/live`);
export const getDay = (park: string) => request<Day>("GET", `/parks/${park}/live/day`);
export const streamUrl = (park: string) => `${BASE}/parks/${park}/live/stream`;

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
  request<Explanation>("GET", `/parks/${park}/explain`, { query: { ...query } });
export const getLedger = (park: string, source: string, from: number, to: number) =>
  request<{ source: string; hours: LedgerHour[] }>("GET", `/parks/${park}/sources/${source}/ledger`, {
    query: { from, to },
  });
export const getReadings = (park: string, point: string, from: number, to: number, cursor?: string) =>
  request<Readings>("GET", `/parks/${park}/points/${point}/readings`, { query: { from, to, cursor } });

export const getQuarantine = (park: string, state: string, cursor?: string) =>
  request<QuarantinePage>("GET", `/parks/${park}/quarantine`, { query: { state, cursor } });
export const replay = (park: string, id: number, body: { payload?: string; point?: string }) =>
  request<unknown>("POST", `/parks/${park}/quarantine/${id}/replay`, { body });
export const dismiss = (park: string, id: number, note: string) =>
  request<unknown>("POST", `/parks/${park}/quarantine/${id}/dismiss`, { body: { note } });
