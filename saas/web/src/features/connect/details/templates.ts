/** What a meter of each carrier usually has: points to begin with, and the units that they come in. */
export interface PointTemplate {
  id: PointId;
  quantity: string;
  kind: "register" | "gauge";
  units: readonly string[];
  direction: string;
  isOn: boolean;
}

export const POINT_IDS = [
  "import",
  "power",
  "export",
  "reactive",
  "volume",
  "volume-flow",
  "mass",
  "mass-flow",
  "heat",
  "heat-flow",
  "pressure",
  "temperature",
] as const;
export type PointId = (typeof POINT_IDS)[number];

export interface CarrierTemplate {
  /** The unit in which its largest rate is asked for. */
  rate: string;
  points: readonly PointTemplate[];
}

const register = (id: PointId, quantity: string, units: string[], direction: string, isOn = true) =>
  ({ id, quantity, kind: "register", units, direction, isOn }) as const;
const gauge = (id: PointId, quantity: string, units: string[], direction: string, isOn = true) =>
  ({ id, quantity, kind: "gauge", units, direction, isOn }) as const;

const ENERGY = ["kWh", "MWh", "Wh"];
const POWER = ["kW", "W", "MW"];
const HEAT = ["GJ", "MJ", "kWh", "MWh"];
const HEAT_FLOW = ["GJ/h", "MJ/h", "kW", "MW"];
const MASS = ["t", "kg"];
const STATES = (isOn: boolean) =>
  [
    gauge("pressure", "pressure", ["MPa", "kPa", "bar"], "consumption", isOn),
    gauge("temperature", "temperature", ["degC", "K"], "consumption", isOn),
  ] as const;

export const CARRIERS = {
  electricity: {
    rate: "kW",
    points: [
      register("import", "energy", ENERGY, "import"),
      gauge("power", "power", POWER, "import"),
      register("export", "energy", ENERGY, "export", false),
      register("reactive", "reactive_energy", ["kvarh", "varh", "Mvarh"], "import", false),
    ],
  },
  natural_gas: {
    rate: "m3/h",
    points: [
      register("volume", "volume", ["m3", "L"], "consumption"),
      gauge("volume-flow", "volume_flow", ["m3/h", "L/h"], "consumption"),
      ...STATES(false),
    ],
  },
  steam: {
    rate: "t/h",
    points: [
      register("mass", "mass", MASS, "consumption"),
      gauge("mass-flow", "mass_flow", ["t/h", "kg/h"], "consumption"),
      register("heat", "energy", HEAT, "consumption", false),
      ...STATES(false),
    ],
  },
  heat: {
    rate: "GJ/h",
    points: [
      register("heat", "energy", HEAT, "consumption"),
      gauge("heat-flow", "heat_flow", HEAT_FLOW, "consumption"),
    ],
  },
  water: {
    rate: "m3/h",
    points: [
      register("volume", "volume", ["m3", "L"], "consumption"),
      gauge("volume-flow", "volume_flow", ["m3/h", "L/h"], "consumption"),
    ],
  },
  diesel: {
    rate: "L/h",
    points: [
      register("volume", "volume", ["L", "m3"], "consumption"),
      gauge("volume-flow", "volume_flow", ["L/h", "m3/h"], "consumption", false),
    ],
  },
  coal: { rate: "t/h", points: [register("mass", "mass", MASS, "consumption")] },
} as const satisfies Record<string, CarrierTemplate>;
export type Carrier = keyof typeof CARRIERS;

export const REFERENCE_STATES = ["293.15K_101.325kPa", "273.15K_101.325kPa", "288.15K_101.325kPa"] as const;

// How many of the smallest unit of its kind one unit is; rates as the amounts of an hour.
const SIZES: Record<string, number> = {
  Wh: 1,
  kWh: 1e3,
  MWh: 1e6,
  W: 1,
  kW: 1e3,
  MW: 1e6,
  varh: 1,
  kvarh: 1e3,
  Mvarh: 1e6,
  MJ: 1e6 / 3600,
  GJ: 1e9 / 3600,
  L: 1,
  m3: 1e3,
  kg: 1,
  t: 1e3,
};

/** A rate in `from` as the amount an hour, or the rate, in `to`; both of one kind; null for a unit that is not known. */
export function converted(value: number, from: string, to: string): number | null {
  const [one, other] = [SIZES[from.replace("/h", "")], SIZES[to.replace("/h", "")]];
  return one === undefined || other === undefined ? null : (value * one) / other;
}
