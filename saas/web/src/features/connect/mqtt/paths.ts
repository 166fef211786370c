/** The name by which a mapping finds a value of a message, as the platform writes it. */
export type Steps = (string | number)[];

function step(name: string): string {
  if (name && !/[.[\]'"$ ]/.test(name)) return `.${name}`;
  return name.includes("'") ? `["${name}"]` : `['${name}']`;
}

export const jsonPath = (steps: Steps): string =>
  `$${steps.map(item => (typeof item === "number" ? `[${item}]` : step(item))).join("")}`;

/** ThingsBoard's: the key alone, and of a gateway the name of the device before it. */
export function telemetryKey(steps: Steps): string {
  const names = steps.filter(item => typeof item === "string" && item !== "values");
  const isGateway = typeof steps[0] === "string" && typeof steps[1] === "number";
  return isGateway ? names.join("/") : String(names.at(-1) ?? "");
}

export function pathFor(dialect: string, steps: Steps): string {
  return dialect === "thingsboard" ? telemetryKey(steps) : jsonPath(steps);
}

/** The value that a message shows: of a list its first entry, which stands for the others. */
export function shown(text: string): { value: unknown; isJson: boolean } {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return { value: Array.isArray(value) ? value[0] : value, isJson: true };
  } catch {
    return { value: text, isJson: false };
  }
}

const TIME_NAME = /^(t|ts|time|timestamp|datetime|date|at)$/i;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Paths of what looks like the time of a message, the likeliest first. */
export function timePaths(text: string): string[] {
  const found: string[] = [];
  const walk = (value: unknown, steps: Steps) => {
    const isTime =
      (typeof value === "string" && ISO.test(value)) || (typeof value === "number" && value > 1_000_000_000);
    if (isTime && TIME_NAME.test(String(steps.at(-1)))) found.push(jsonPath(steps));
    else if (typeof value === "object" && value !== null && steps.length < 6)
      for (const [key, item] of Object.entries(value))
        walk(item, [...steps, Array.isArray(value) ? Number(key) : key]);
  };
  walk(shown(text).value, []);
  return found.sort((one, other) => one.length - other.length);
}
