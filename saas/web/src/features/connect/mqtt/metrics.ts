import type { DeviceMessage } from "../../../api/devices";

/** A metric of a Sparkplug node; of a device under it the name begins with the device. */
export interface Metric {
  name: string;
  value: number | string | null;
  type: string;
}

const CONTROLS = /^(Node Control\/|Device Control\/|bdSeq)/;

interface Told {
  sparkplug?: string;
  metrics?: { name: string; value?: number | string | null; type?: string }[];
}

const read = (text: string): Told => {
  try {
    return JSON.parse(text) as Told;
  } catch {
    return {};
  }
};

/**
 * The metrics of a node by name: those of its births with their types, and the newest value of each. Messages are
 * the newest first; what is older than the newest birth of the node is another life.
 */
export function metricsOf(messages: { topic: string; text: string }[]): Metric[] {
  const born = messages.findIndex(message => /\/NBIRTH\//.test(message.topic));
  const life = born < 0 ? messages : messages.slice(0, born + 1);
  const found = new Map<string, Metric>();
  for (const message of [...life].reverse())
    for (const { name, value = null, type = "" } of read(message.text).metrics ?? [])
      if (!CONTROLS.test(name)) found.set(name, { name, value, type: type || (found.get(name)?.type ?? "") });
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/** Messages with the births that came before them, the newest first. */
export function withBirths(messages: DeviceMessage[], births: DeviceMessage[]): DeviceMessage[] {
  // Of births that are in both, the one that was kept whole counts.
  const born = new Set(births.map(birth => `${birth.received_at} ${birth.topic}`));
  const others = messages.filter(message => !born.has(`${message.received_at} ${message.topic}`));
  return [...others, ...births].sort((one, other) => other.received_at - one.received_at);
}

const isNumber = (value: Metric["value"]) => value !== null && value !== "" && Number.isFinite(Number(value));

export const numbersOf = (messages: DeviceMessage[]): string[] =>
  metricsOf(messages)
    .filter(metric => isNumber(metric.value))
    .map(metric => metric.name);

const SAMPLED = 200;

/** One message that says what is known of a node, as a mapping is tried on it; null: none has come. */
export function wholeMessage(
  messages: DeviceMessage[],
  mapped: string[],
): { text: string; topic: string } | null {
  const newest = messages[0];
  if (!newest) return null;
  const metrics = metricsOf(messages).filter(metric => isNumber(metric.value));
  if (metrics.length === 0) return { text: newest.text, topic: newest.topic };
  const first = metrics.filter(metric => mapped.includes(metric.name));
  const shown = [...first, ...metrics.filter(metric => !mapped.includes(metric.name))].slice(0, SAMPLED);
  const body = {
    sparkplug: "NDATA",
    metrics: shown.map(metric => ({ ...metric, time: newest.received_at })),
  };
  const topic = newest.topic.replace(/^(spBv1\.0\/[^/]+)\/\w+\/([^/]+).*$/, "$1/NDATA/$2");
  return { text: JSON.stringify(body), topic };
}
