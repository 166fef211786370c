// A Sparkplug node that shares no code with the host: sparkplug-client, told what to do on its standard input.
//   node sparkplug.cjs '{"url": "mqtt://127.0.0.1:1883", "group": "park", "node": "meter", "username": "u",
//                        "password": "p", "client": "id", "metrics": [...], "devices": {"panel": [...]}}'
// It prints one line of JSON for each thing that happens: {"event": "born" | "rebirth" | "done", ...}.
// A metric: {"name", "alias", "type", "value", "timestamp", "isHistorical", "isNull", "quality"}; integers beyond a
// float64 are texts. Without "url" it only encodes and decodes.
const readline = require("node:readline");
const Long = require("long");
const { get } = require("sparkplug-payload");
const { newClient } = require("sparkplug-client");

const options = JSON.parse(process.argv[2] ?? "{}");
const payloads = get("spBv1.0");
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

function metric({ quality, ...given }) {
  const made = { ...given };
  if (typeof made.value === "string" && /^u?int/i.test(made.type)) {
    made.value = Long.fromString(made.value, made.type.startsWith("U"));
  }
  if (quality !== undefined) made.properties = { Quality: { type: "Int32", value: quality } };
  return made;
}

const payload = (metrics, timestamp) => ({ timestamp: timestamp ?? Date.now(), metrics: metrics.map(metric) });
const exact = (_, value) => (Long.isLong(value) ? value.toString() : value);

let client;

function birth() {
  const control = { name: "Node Control/Rebirth", type: "Boolean", value: false };
  client.publishNodeBirth(payload([control, ...options.metrics]));
  for (const [device, metrics] of Object.entries(options.devices ?? {})) client.publishDeviceBirth(device, payload(metrics));
}

function connect() {
  client = newClient({
    serverUrl: options.url, username: options.username, password: options.password, groupId: options.group,
    edgeNode: options.node, clientId: options.client, publishDeath: true, keepalive: 300,
    ...(options.ca ? { mqttOptions: { ca: require("node:fs").readFileSync(options.ca) } } : {}),
  });
  client.on("birth", () => { birth(); say({ event: "born" }); });
  client.on("ncmd", (command) => {
    if (!command.metrics.some((m) => m.name === "Node Control/Rebirth" && m.value === true)) return;
    birth();
    say({ event: "rebirth" });
  });
  client.on("error", (error) => say({ event: "error", text: String(error) }));
}

const commands = {
  data: ({ device, metrics, timestamp }) =>
    device ? client.publishDeviceData(device, payload(metrics, timestamp)) : client.publishNodeData(payload(metrics, timestamp)),
  packed: ({ metrics }) => client.publishNodeData(payload(metrics), { compress: true }),
  lose: () => void client.incrementSeqNum(),  // a number of a message that never arrives
  now: ({ metrics, devices }) => void Object.assign(options, { metrics, devices }),
  death: ({ device, timestamp }) => client.publishDeviceDeath(device, payload([], timestamp)),
  encode: ({ message }) => Buffer.from(payloads.encodePayload({ ...message, metrics: message.metrics.map(metric) })).toString("base64"),
  decode: ({ data }) => JSON.parse(JSON.stringify(payloads.decodePayload(Buffer.from(data, "base64")), exact)),
};

if (options.url) connect();
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { do: what, ...given } = JSON.parse(line);
  say({ event: "done", result: commands[what](given) ?? null });
});
