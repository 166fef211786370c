import type { BrokerLogin } from "../../../api/devices";
import type { MeterPoint } from "../../../api/meters";
import type { Way } from "../ways";

export type MqttWay = Extract<Way, "mqtt" | "thingsboard" | "sparkplug">;
export const DIALECTS: Record<MqttWay, string> = {
  mqtt: "fields",
  thingsboard: "thingsboard",
  sparkplug: "sparkplug",
};

/** All that a client needs to speak to the broker. */
export interface Access {
  host: string;
  port: number;
  isTls: boolean;
  hasCa: boolean;
  username: string;
  clientId: string;
  /** Where it was not made just now nobody knows it. */
  password: string | null;
  topic: string;
}

export const UNKNOWN = "PASSWORD";

export function accessOf(login: BrokerLogin, topic: string): Access {
  const { host, port, isTls } = addressOf(login.url);
  return {
    host,
    port,
    isTls,
    hasCa: login.ca_pem !== null,
    username: login.username,
    clientId: login.client_id,
    password: login.password,
    topic,
  };
}

export function addressOf(url: string): { host: string; port: number; isTls: boolean } {
  const [, scheme = "", host = "", port] = /^(\w+):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(url) ?? [];
  const isTls = scheme === "mqtts" || scheme === "ssl";
  return { host, port: Number(port) || (isTls ? 8883 : 1883), isTls };
}

/** The name that a value has in our examples: what it is and its unit, so that it is found again by itself. */
export function fieldOf(point: MeterPoint, device: string): string {
  const what = point.code.startsWith(`${device}-`) ? point.code.slice(device.length + 1) : point.code;
  return `${what}_${point.unit}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

const EXAMPLE = { register: 182734.6, interval: 12.4, gauge: 84.2, virtual: 0 };

export const exampleValues = (points: MeterPoint[], device: string): [string, number][] =>
  points.map(point => [fieldOf(point, device), EXAMPLE[point.kind]]);

const json = (values: [string, number][]): string =>
  values.map(([name, value]) => `"${name}": ${value}`).join(", ");

/** A word in single quotes, as a shell takes it literally. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export function mosquitto(access: Access, values: [string, number][], way: MqttWay): string {
  const body =
    way === "thingsboard"
      ? `{"ts": '$(date +%s)'000, "values": {${json(values)}}}`
      : `{"ts": '$(date +%s)', ${json(values)}}`;
  return [
    `mosquitto_pub -V mqttv5 -h ${access.host} -p ${access.port}${access.isTls ? (access.hasCa ? " --cafile ca.pem" : " --capath /etc/ssl/certs") : ""} \\`,
    `  -i ${access.clientId} -u ${access.username} -P ${quoted(access.password ?? UNKNOWN)} \\`,
    `  -q 1 -t ${quoted(access.topic)} \\`,
    `  -m '${body}'`,
  ].join("\n");
}

export function python(access: Access, values: [string, number][], way: MqttWay): string {
  const body =
    way === "thingsboard"
      ? `{"ts": int(time.time() * 1000), "values": {${json(values)}}}`
      : `{"ts": int(time.time() * 1000), ${json(values)}}`;
  const tls = access.isTls ? [`client.tls_set(${access.hasCa ? '"ca.pem"' : ""})`] : [];
  return [
    "# pip install paho-mqtt",
    "import json, time",
    "import paho.mqtt.client as mqtt",
    "",
    `client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, ${JSON.stringify(access.clientId)}, protocol=mqtt.MQTTv5)`,
    `client.username_pw_set(${JSON.stringify(access.username)}, ${JSON.stringify(access.password ?? UNKNOWN)})`,
    ...tls,
    `client.connect(${JSON.stringify(access.host)}, ${access.port})`,
    "client.loop_start()",
    "while True:",
    `    values = ${body}`,
    `    client.publish(${JSON.stringify(access.topic)}, json.dumps(values), qos=1)`,
    "    time.sleep(60)",
  ].join("\n");
}

/** The bridge of a local mosquitto, which puts our topic before that of a gateway that fixes its own. */
export function bridge(access: Access): string {
  const root = access.topic.replace(/v1\/(devices\/me|gateway)\/telemetry$/, "");
  const tls = access.isTls
    ? [access.hasCa ? "bridge_cafile /etc/mosquitto/ca.pem" : "bridge_capath /etc/ssl/certs"]
    : [];
  return [
    "# /etc/mosquitto/conf.d/parkcarbon.conf",
    "connection parkcarbon",
    `address ${access.host}:${access.port}`,
    ...tls,
    "bridge_protocol_version mqttv50",
    `remote_clientid ${access.clientId}`,
    `remote_username ${access.username}`,
    `remote_password ${access.password ?? UNKNOWN}`,
    "cleansession false",
    `topic v1/gateway/telemetry out 1 "" ${root}`,
    `topic v1/devices/me/telemetry out 1 "" ${root}`,
  ].join("\n");
}

/** A flow to import: the broker and one node that publishes what comes to it. */
export function nodeRed(access: Access): string {
  const broker = {
    id: "parkcarbon-broker",
    type: "mqtt-broker",
    name: "ParkCarbon",
    broker: access.host,
    port: String(access.port),
    clientid: access.clientId,
    usetls: access.isTls,
    protocolVersion: "5",
    keepalive: "60",
    cleansession: false,
    autoConnect: true,
    credentials: { user: access.username, password: access.password ?? UNKNOWN },
  };
  const out = {
    id: "parkcarbon-out",
    type: "mqtt out",
    name: "ParkCarbon",
    topic: access.topic,
    qos: "1",
    retain: "false",
    broker: broker.id,
    x: 420,
    y: 120,
    wires: [],
  };
  return JSON.stringify([broker, out], null, 2);
}

/** A node that is born and tells values each minute, with the client of Eclipse Tahu's family. */
export function sparkplugNode(
  access: Access,
  values: [string, number][],
  device: string,
  park: string,
): string {
  const metrics = values.map(([name, value]) => `  { name: "${name}", type: "Double", value: ${value} },`);
  const scheme = access.isTls ? "mqtts" : "mqtt";
  return [
    "// npm install sparkplug-client",
    'const { newClient } = require("sparkplug-client");',
    "",
    "const metrics = () => [",
    ...metrics,
    "];",
    "const client = newClient({",
    `  serverUrl: "${scheme}://${access.host}:${access.port}",`,
    `  clientId: ${JSON.stringify(access.clientId)}, username: ${JSON.stringify(access.username)},`,
    `  password: ${JSON.stringify(access.password ?? UNKNOWN)},`,
    ...(access.isTls && access.hasCa
      ? ['  mqttOptions: { ca: require("node:fs").readFileSync("ca.pem") },']
      : []),
    `  groupId: ${JSON.stringify(park)}, edgeNode: ${JSON.stringify(device)}, publishDeath: true,`,
    "});",
    'const rebirth = { name: "Node Control/Rebirth", type: "Boolean", value: false };',
    "const birth = () =>",
    "  client.publishNodeBirth({ timestamp: Date.now(), metrics: [rebirth, ...metrics()] });",
    'client.on("birth", birth);',
    'client.on("ncmd", birth);',
    "setInterval(() => client.publishNodeData({ timestamp: Date.now(), metrics: metrics() }), 60_000);",
  ].join("\n");
}

export type Field = readonly [name: string, value: string];

/** What the settings page of a product is to be filled in with; names are the product's own. */
export function fieldsOf(access: Access, way: MqttWay, device: string, park: string): Field[] {
  const scheme = access.isTls ? "ssl" : "tcp";
  const common: Field[] = [
    ["Server URL", `${scheme}://${access.host}:${access.port}`],
    ["Host", access.host],
    ["Port", String(access.port)],
    ["Client ID", access.clientId],
    ["User name", access.username],
    ["Password", access.password ?? UNKNOWN],
  ];
  if (way === "sparkplug")
    return [...common, ["Group ID", park], ["Edge node ID", device], ["Primary host ID", "parkcarbon"]];
  return [...common, ["Topic", access.topic], ["QoS", "1"], ["Retain", "false"]];
}
