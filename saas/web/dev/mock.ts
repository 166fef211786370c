/** `npm run mock`: the API's answers from a made-up park, for working on the pages alone. Not part of the build. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import type { Explanation, QuarantineItem, Session } from "../src/api/types.ts";
import { connect } from "./connect.ts";
import { explainAt, frameAt, line } from "./plant.ts";

const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

const park = {
  code: "demo",
  name_zh: "澄湖智造产业园",
  name_en: "Chenghu Smart Manufacturing Park",
  timezone: "Asia/Shanghai",
  state: "active" as const,
  ruleset: null,
  gwp: "AR6",
};
const second = {
  code: "north",
  name_zh: "北城零碳园区",
  name_en: "North City Zero-Carbon Park",
  timezone: "Asia/Shanghai",
  state: "active" as const,
  ruleset: null,
  gwp: "AR6",
};
const session: Session = {
  user: { login: "operator", name: "Operator", locale: "en", is_admin: false },
  csrf: "token",
  second_factor: false,
  elsewhere: [],
  memberships: [
    { park, role: "operator", enterprise: null, approves: true, needs_second_factor: false },
    { park: second, role: "verifier", enterprise: null, approves: true, needs_second_factor: false },
  ],
};
const hash = "9f2c4d0c5be41b".padEnd(64, "7a3");
const REASONS = ["unknown_point", "future", "wrong_type", "malformed", "oversized"];
const quarantine: QuarantineItem[] = REASONS.map((reason, id) => ({
  id: id + 1,
  reason,
  state: "open",
  received_at: Date.now() - id * 731_000,
  topic: `pc/v1/0a/demo/edge/${id % 2 ? "plant-a" : "site"}/up`,
  detail: "",
  payload: reason === "malformed" ? "{steel 182734.6}" : '["steel-main-imprt", 1795478400000, 182734.6, 0]',
  payload_bytes: 49,
  reading_index: reason === "malformed" || reason === "oversized" ? null : 3,
  resolved_at: null,
  resolved_by: null,
  note: null,
}));

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, {
    "Content-Type": status < 400 ? "application/json" : "application/problem+json",
  });
  response.end(JSON.stringify(body));
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write("retry: 2000\n\n");
  const timer = setInterval(
    () => response.write(`event: frame\ndata: ${JSON.stringify(frameAt(Date.now()))}\n\n`),
    1000,
  );
  request.on("close", () => clearInterval(timer));
}

function live(response: ServerResponse): void {
  const now = Date.now();
  const trace = Array.from({ length: 600 }, (_, i) => now - (600 - i) * 1000).map(at => [
    at,
    frameAt(at).now.value,
  ]);
  send(response, { frame: frameAt(now), trace });
}

function day(response: ServerResponse): void {
  const now = Date.now();
  const start = Math.floor((now + SHANGHAI) / DAY) * DAY - SHANGHAI;
  send(response, {
    resolution_s: 900,
    today: line(start, now - 900_000, 1),
    yesterday: line(start - DAY, start, 1.06),
  });
}

function explain(url: URL, response: ServerResponse): void {
  const q = url.searchParams;
  const at = Number(q.get("frame") ?? Date.now() / 1000) * 1000;
  const figure = (q.get("figure") ?? "now") as Explanation["figure"];
  if (Date.now() - at > 900_000) send(response, { type: "explanation_expired", status: 410 }, 410);
  else send(response, explainAt(at, figure, q.get("by"), q.get("key")));
}

function readings(url: URL, response: ServerResponse): void {
  const to = Number(url.searchParams.get("to"));
  const rows = Array.from({ length: 40 }, (_, i) => ({
    time: to - i * 1000,
    value: 9312.4 + i,
    exact: null,
    quality: i === 7 ? 0x80000000 : 0,
    batch: {
      edge: "plant-a",
      spool: "6a1f2c3d-0000-4000-8000-000000000000",
      seq: 20411 - i,
      received_at: to - i * 1000 + 310,
      sha256: hash,
    },
  }));
  send(response, { point: "point", readings: rows, cursor: null });
}

function ledger(url: URL, response: ServerResponse): void {
  const to = Number(url.searchParams.get("to"));
  const factor = explainAt(to, "now", null, null).terms[0]?.factor;
  const hours = Array.from({ length: 6 }, (_, i) => ({
    hour: to - (i + 1) * 3_600_000,
    revision: i === 2 ? 2 : 1,
    state: i ? "settled" : "provisional",
    quantity: 9_312_400 + i * 1000,
    estimated: 0,
    covered_s: 3600,
    co2_mg: 4_941_159_440,
    factor,
    known_at: to,
    superseded_at: null,
    reason: "settled",
  }));
  send(response, { source: "source", hours });
}

const handle: Connect.NextHandleFunction = (request, response, next) => {
  const url = new URL(request.url ?? "/", "http://mock");
  if (!url.pathname.startsWith("/api/v1/")) return next();
  const path = url.pathname.slice("/api/v1".length);
  if (path === "/session") {
    const isLogIn = request.method === "POST";
    if (isLogIn) response.setHeader("Set-Cookie", "mock=in; Path=/");
    if (request.method === "DELETE") response.setHeader("Set-Cookie", "mock=out; Path=/");
    const isIn = isLogIn || (request.headers.cookie?.includes("mock=in") && request.method === "GET");
    return isIn
      ? send(response, session)
      : send(response, { type: "unauthenticated", title: "Unauthorized", status: 401 }, 401);
  }
  if (path.endsWith("/live/stream")) return stream(request, response);
  if (path.endsWith("/live/day")) return day(response);
  if (path.endsWith("/live")) return live(response);
  if (path.endsWith("/explain")) return explain(url, response);
  if (path.endsWith("/readings")) return readings(url, response);
  if (path.endsWith("/ledger")) return ledger(url, response);
  if (path.endsWith("/quarantine"))
    return send(response, {
      items: url.searchParams.get("state") === "open" ? quarantine : [],
      cursor: null,
    });
  return void connect(path, request, response).then(found => {
    if (found !== null) send(response, found?.body ?? {}, found?.status);
  });
};

export const mock = (): Plugin => ({
  name: "mock-api",
  configureServer: server => void server.middlewares.use(handle),
  configurePreviewServer: server => void server.middlewares.use(handle),
});
