/** Colours of scenarios, in the order in which they are compared. */
export const SCENARIO_COLOURS = [
  "var(--accent)",
  "var(--carrier-natural_gas)",
  "var(--carrier-steam)",
  "var(--carrier-diesel)",
] as const;

export const ASPECTS = [
  "industrial_structure",
  "energy_structure",
  "policy_system",
  "platform_construction",
] as const;

export const ASPECT_COLOURS: Record<(typeof ASPECTS)[number], string> = {
  industrial_structure: "var(--carrier-natural_gas)",
  energy_structure: "var(--carrier-electricity)",
  policy_system: "var(--accent)",
  platform_construction: "var(--carrier-diesel)",
};

export interface Scale {
  x: (value: number) => number;
  y: (value: number) => number;
  ticks: number[];
}

export const PAD = { left: 56, right: 16, top: 12, bottom: 26 };

/** A round step that gives about five lines. */
export function step(span: number): number {
  const raw = Math.max(span, 1e-9) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  return (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10) * power;
}

/** Where values are drawn in a plot of this size. */
export function scale(
  width: number,
  height: number,
  [left, right]: readonly [number, number],
  [low, high]: readonly [number, number],
): Scale {
  const size = step(high - low);
  const bottom = Math.floor(low / size) * size;
  const top = Math.max(Math.ceil(high / size) * size, bottom + size);
  const ticks: number[] = [];
  for (let tick = bottom; tick <= top + size / 2; tick += size) ticks.push(Number(tick.toPrecision(12)));
  const inner = { width: width - PAD.left - PAD.right, height: height - PAD.top - PAD.bottom };
  return {
    x: value => PAD.left + ((value - left) / Math.max(right - left, 1e-9)) * inner.width,
    y: value => PAD.top + (1 - (value - bottom) / (top - bottom)) * inner.height,
    ticks,
  };
}

/** A line through points. */
export function line(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** The area between two lines. */
export function band(
  upper: readonly (readonly [number, number])[],
  lower: readonly (readonly [number, number])[],
): string {
  return `${line(upper)}${line([...lower].reverse()).replace("M", "L")}Z`;
}
