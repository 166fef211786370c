/** The mock's meters and what connecting one needs: a ladder that climbs by the clock, a message, a mapping. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { MappingPreview, NewDevice, NewPoint } from "../src/api/devices.ts";

const RUNGS = ["listening", "network", "tls", "login", "topic", "payload", "plausible", "settled"] as const;
const DETAILS = [
  "mqtts://broker.park.example:8883",
  "203.0.113.24:51744",
  "TLS 1.3",
  "device.demo.hall-2-main",
  "pc/v1/0a/demo/device/hall-2-main/telemetry",
  "83 B, QoS 1",
  "84.2 kW",
  "2.5 kWh",
];
const TEXT = JSON.stringify({ ts: 1795478400, meter: { import_kwh: 182734.6, power_kw: 84.2 }, rssi: -71 });
const PATHS = ["$.meter.import_kwh", "$.meter.power_kw", "$.rssi", "$.ts"];

interface State {
  devices: { code: string; name_zh: string; name_en: string; serial: null; enterprise: null; node: null }[];
  points: Record<string, unknown>[];
  mapping: { version: number; values: Record<string, string>; time: string | null };
  login: boolean;
  started: number;
}
const state: State = {
  devices: [],
  points: [],
  mapping: { version: 0, values: {}, time: null },
  login: false,
  started: Date.now(),
};

function pointOf(device: string, point: NewPoint) {
  return {
    digits: null,
    max_rate: null,
    parent: null,
    check_point: null,
    reference_state: null,
    accuracy_class: null,
    multiplier: "1",
    ...point,
    device,
    enterprise: null,
    integrated: point.integrated ?? false,
    expected_period_s: 60,
    last: null,
    state: "silent",
    findings: {},
  };
}

function make(body: NewDevice): void {
  const { code, name_zh, name_en } = body;
  state.devices.push({ code, name_zh, name_en, serial: null, enterprise: null, node: null });
  state.points.push(...body.points.map(point => pointOf(code, point)));
  state.mapping = { version: 0, values: {}, time: null };
}

function ladder() {
  const failing = Number(process.env.MOCK_FAILING ?? -1);
  const at = Math.min(Math.floor((Date.now() - state.started) / 2_000), RUNGS.length);
  const hangs = failing >= 0 ? failing : at;
  const code = [
    "broker_down",
    "no_connection",
    "tls_refused",
    "wrong_password",
    "topic_denied",
    "unreadable",
  ];
  const rungs = RUNGS.map((rung, index) => ({
    rung,
    state: index < hangs ? "ok" : index === hangs && failing >= 0 ? "failed" : "waiting",
    time: index < hangs ? state.started + index * 2_000 : null,
    code: index === hangs ? (failing >= 0 ? (code[failing] ?? "unit_guess") : null) : null,
    detail: index <= hangs ? DETAILS[index] : null,
    remedy: null,
  }));
  return { kind: "device", since: state.started, rungs, diagnostics: "parkcarbon: mock" };
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  state.started = Date.now();
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  const send = () => response.write(`event: ladder\ndata: ${JSON.stringify(ladder())}\n\n`);
  send();
  const timer = setInterval(send, 1000);
  request.on("close", () => clearInterval(timer));
}

function preview(values: Record<string, string>): MappingPreview {
  const numbers = [182734.6, 84.2, -71, 1795478400];
  const last = state.devices.at(-1)?.code;
  const wanted = state.points.filter(point => point.device === last).map(point => String(point.code));
  return {
    readings: Object.entries(values).map(([point, path]) => {
      const value = numbers[PATHS.indexOf(path)] ?? 0;
      const isOdd = value < 0;
      return {
        point,
        value,
        time: Date.now(),
        unit: "kWh",
        plausible: {
          ok: !isOdd,
          code: isOdd ? "unit_guess" : "ok",
          message: "",
          found: null,
          limit: null,
          guess: isOdd ? { unit: "W", factor: "0.001" } : null,
        },
      };
    }),
    candidates: PATHS.map((path, index) => ({
      path,
      value: numbers[index] ?? 0,
      point: index < 2 ? (wanted[index] ?? null) : null,
      score: 80 - index,
      reasons: [],
    })),
    problems: [],
  };
}

const mappingNow = () => ({
  dialect: "fields",
  topic: null,
  author: "operator",
  created_at: Date.now(),
  topics: ["pc/v1/0a/demo/device/hall-2-main/telemetry"],
  ...state.mapping,
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

/** The answer to a call about meters; undefined: the call is another's. */
export async function connect(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ body: unknown; status?: number } | null | undefined> {
  const isPost = request.method === "POST";
  if (path.endsWith("/ladder/stream")) {
    stream(request, response);
    return null;
  }
  if (path.endsWith("/meters"))
    return {
      body: {
        time: Date.now(),
        devices: state.devices,
        points: state.points,
        enterprises: [],
        counts: {
          devices: state.devices.length,
          points: state.points.length,
          silent: 0,
          findings: 0,
          virtual: 0,
        },
        total: state.points.length,
        carriers: [],
        cursor: null,
      },
    };
  const { pathname, searchParams } = new URL(request.url ?? "", "http://mock");
  if (pathname.endsWith("/points") || (pathname.endsWith("/devices") && !isPost)) {
    const codes = searchParams.getAll("code");
    const asked = (one: { code?: unknown }) => codes.length === 0 || codes.includes(String(one.code));
    return {
      body: {
        points: state.points.filter(asked),
        devices: state.devices.filter(asked),
        carriers: [],
        cursor: null,
      },
    };
  }
  if (path.endsWith("/enterprises")) return { body: { enterprises: [], cursor: null } };
  if (path.endsWith("/devices/check")) return { body: { errors: [], hints: [] } };
  if (path.endsWith("/devices") && isPost) {
    make(JSON.parse(await bodyOf(request)));
    return { body: state.devices.at(-1), status: 201 };
  }
  if (path.endsWith("/login") && isPost) {
    state.login = true;
    return {
      body: {
        url: "mqtts://broker.park.example:8883",
        username: "device.demo.hall-2-main",
        client_id: "device.demo.hall-2-main",
        password: "k7Qw-93fT-Lm2x-8bZc",
        ca_pem: "-----BEGIN CERTIFICATE-----\n",
      },
    };
  }
  if (path.endsWith("/login")) return { body: { logins: [] } };
  if (path.endsWith("/mapping/preview"))
    return { body: preview(JSON.parse(await bodyOf(request)).mapping.values) };
  if (path.endsWith("/mapping") && request.method === "PUT") {
    const { values, time } = JSON.parse(await bodyOf(request));
    state.mapping = { version: state.mapping.version + 1, values, time };
  }
  if (path.endsWith("/mapping")) return { body: mappingNow() };
  if (path.endsWith("/messages"))
    return {
      body: {
        messages: state.login
          ? [
              {
                received_at: Date.now(),
                topic: DETAILS[4],
                qos: 1,
                bytes: 83,
                text: TEXT,
                outcome: state.mapping.version ? "stored" : "waiting",
                reason: null,
              },
            ]
          : [],
      },
    };
  if (path.endsWith("/series"))
    return {
      body: {
        amounts: [
          {
            start: Math.floor(Date.now() / 900_000) * 900_000,
            amount_base: 2500,
            estimated_base: 0,
            covered_s: 180,
            intervals: 1,
            status: 0,
            methods: [],
          },
        ],
      },
    };
  const point = /\/points\/([^/]+)$/.exec(path)?.[1];
  if (point)
    return {
      body: {
        point: state.points.find(item => item.code === point),
        base_per_unit: 1000,
        base_unit: "Wh",
        uses: [],
      },
    };
  return undefined;
}
