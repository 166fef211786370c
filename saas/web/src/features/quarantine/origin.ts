import type { QuarantineItem } from "../../api/types";

/** The gateway or meter that sent an item, by its topic, else the topic itself. */
export function senderOf(item: QuarantineItem): string {
  return /^pc\/v1\/[^/]+\/[^/]+\/(?:edge|device)\/([^/]+)\//.exec(item.topic)?.[1] ?? item.topic;
}

/** The key of a single reading; null for a whole message. */
export function keyOf(item: QuarantineItem): string | null {
  if (item.reading_index === null) return null;
  try {
    const reading: unknown = JSON.parse(item.payload);
    return Array.isArray(reading) && typeof reading[0] === "string" ? reading[0] : null;
  } catch {
    return null;
  }
}
