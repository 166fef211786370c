/** How a meter's readings come here, and which step of the wizard the address names. */
export const WAYS = ["mqtt", "opcua", "modbus", "thingsboard", "sparkplug", "file", "manual"] as const;
export type Way = (typeof WAYS)[number];

export const STEPS = ["how", "details", "source", "confirm"] as const;
export type Step = (typeof STEPS)[number];

/** Ways that end with a device that sends; the others lead to another page. */
export const SENDING: readonly Way[] = ["mqtt", "opcua", "modbus", "thingsboard", "sparkplug"];

export interface Place {
  way: Way | null;
  device: string | null;
  step: Step;
}

/** What a meter may be called; what else an address names is none. */
export const isCode = (text: string | null): text is string => /^[a-z0-9][a-z0-9-]{1,62}$/.test(text ?? "");

const among = <T extends string>(all: readonly T[], text: string | null): T | null =>
  all.find(item => item === text) ?? null;

/** Where the address says that one is; a step that cannot be yet becomes the last one that can. */
export function placeOf(parameters: URLSearchParams): Place {
  const way = among(WAYS, parameters.get("how"));
  const device = parameters.get("device");
  const asked = among(STEPS, parameters.get("step")) ?? "how";
  if (!way) return { way, device, step: "how" };
  if (!device && (asked === "source" || asked === "confirm")) return { way, device, step: "details" };
  return { way, device, step: asked };
}

export function parametersOf({ way, device, step }: Place): Record<string, string> {
  return { ...(way && { how: way }), ...(device && { device }), step };
}
