/** A made-up park for the development of the pages without the platform. Not part of the build. */
import type { Explanation, Flow, Frame, Quarter, Term } from "../src/api/types.ts";

interface Made {
  key: string;
  name_zh: string;
  name_en: string;
  /** [carrier, scene, rate in t/h, transfer] */
  loads: [string, string, number, boolean?][];
}

const ENTERPRISES: Made[] = [
  {
    key: "energy",
    name_zh: "澄湖能源中心",
    name_en: "Chenghu Energy Centre",
    loads: [
      ["electricity", "energy", 0.61],
      ["natural_gas", "energy", 8.62],
    ],
  },
  {
    key: "cement",
    name_zh: "宁岭特种水泥",
    name_en: "Ningling Special Cement",
    loads: [
      ["electricity", "industry", 2.1],
      ["natural_gas", "industry", 2.86],
      ["process:cement_clinker", "industry", 8.24],
    ],
  },
  {
    key: "steel",
    name_zh: "铸峰金属",
    name_en: "Zhufeng Metals",
    loads: [
      ["electricity", "industry", 7.73],
      ["electricity", "building", 0.09],
      ["natural_gas", "industry", 3.17],
      ["diesel", "transport", 0.142],
    ],
  },
  {
    key: "chemical",
    name_zh: "华澜精细化工",
    name_en: "Hualan Fine Chemicals",
    loads: [
      ["electricity", "industry", 3.14],
      ["steam", "industry", 6.12, true],
      ["natural_gas", "industry", 0.61],
    ],
  },
  {
    key: "battery",
    name_zh: "恒芯动力电池",
    name_en: "Hengxin Power Battery",
    loads: [
      ["electricity", "industry", 4.85],
      ["steam", "industry", 1.71, true],
    ],
  },
  {
    key: "electronics",
    name_zh: "晶澄电子",
    name_en: "Jingcheng Electronics",
    loads: [
      ["electricity", "industry", 2.33],
      ["natural_gas", "industry", 0.21],
    ],
  },
  {
    key: "food",
    name_zh: "禾润食品",
    name_en: "Herun Foods",
    loads: [
      ["electricity", "industry", 0.94],
      ["steam", "industry", 0.88, true],
    ],
  },
  {
    key: "datacentre",
    name_zh: "云栖数据中心",
    name_en: "Yunqi Data Centre",
    loads: [
      ["electricity", "infrastructure", 4.42],
      ["diesel", "infrastructure", 0.02],
    ],
  },
  {
    key: "water",
    name_zh: "清源水务",
    name_en: "Qingyuan Water",
    loads: [["electricity", "infrastructure", 0.52]],
  },
  {
    key: "depot",
    name_zh: "园区物流站",
    name_en: "Logistics Depot",
    loads: [
      ["electricity", "transport", 0.47],
      ["diesel", "transport", 0.88],
    ],
  },
  {
    key: "campus",
    name_zh: "职教园",
    name_en: "Vocational Campus",
    loads: [
      ["electricity", "building", 0.41],
      ["steam", "building", 0.32, true],
    ],
  },
  {
    key: "hotel",
    name_zh: "湖滨酒店",
    name_en: "Lakeside Hotel",
    loads: [
      ["electricity", "building", 0.31],
      ["natural_gas", "building", 0.06],
      ["steam", "building", 0.19, true],
    ],
  },
];
const UNALLOCATED = 0.31;
const CARRIERS = ["diesel", "electricity", "natural_gas", "process:cement_clinker", "steam"];
const SCENES = ["energy", "industry", "building", "transport", "infrastructure"];
const G = 1_000_000;
const scopeOf = (carrier: string) => (["electricity", "steam"].includes(carrier) ? 2 : 1);

function wave(at: number, seed: number): number {
  const s = at / 1000;
  return (
    1 +
    0.05 * Math.sin(s / 210 + seed) +
    0.025 * Math.sin(s / 37 + seed * 3) +
    0.012 * Math.sin(s / 7.3 + seed * 5) +
    0.006 * Math.sin(s * 1.7 + seed * 7)
  );
}

interface Rate {
  enterprise: Made | null;
  carrier: string;
  scene: string;
  value: number;
  isTransfer: boolean;
}

function rates(at: number): Rate[] {
  const made = ENTERPRISES.flatMap((enterprise, e) =>
    enterprise.loads.map<Rate>(([carrier, scene, rate, isTransfer = false], l) => ({
      enterprise,
      carrier,
      scene,
      value: Math.round(rate * G * wave(at, e * 4 + l)),
      isTransfer,
    })),
  );
  const lost = {
    enterprise: null,
    carrier: "electricity",
    scene: "energy",
    value: Math.round(UNALLOCATED * G * wave(at, 99)),
    isTransfer: false,
  };
  return [...made, lost];
}

const sum = (list: Rate[]) => list.reduce((total, rate) => total + rate.value, 0);

export function frameAt(at: number): Frame {
  const all = rates(at);
  const counted = all.filter(rate => !rate.isTransfer);
  const total = sum(counted);
  const slices = (keys: string[], of: (rate: Rate) => string) =>
    keys.map(key => ({ key, value: sum(counted.filter(rate => of(rate) === key)) }));
  return {
    v: 1,
    park: "demo",
    audience: "park",
    seq: Math.floor(at / 1000),
    time: at,
    data_time: at - 400,
    gas: "CO2",
    totals: "a1b2c3",
    now: {
      value: total,
      yesterday: Math.round(total * 1.053),
      yesterday_start: at - 86_400_000,
      live_share: 0.9342,
    },
    today: {
      value: 873_041_220,
      as_of: at - (at % 900_000),
      yesterday: 905_120_000,
      estimated_share: 0.0412,
      fallback: true,
    },
    intensity: { value: 486.1 },
    scopes: slices(["1", "2"], rate => String(scopeOf(rate.carrier))),
    enterprises: ENTERPRISES.map(({ key, name_zh, name_en }) => ({
      key,
      name_zh,
      name_en,
      value: sum(all.filter(rate => rate.enterprise?.key === key)),
    })),
    transfers: sum(all.filter(rate => rate.isTransfer)),
    unallocated: sum(all.filter(rate => !rate.enterprise)),
    scenes: slices(SCENES, rate => rate.scene),
    carriers: slices(CARRIERS, rate => rate.carrier),
    flows: counted.map<Flow>(rate => ({
      carrier: rate.carrier,
      scene: rate.scene,
      enterprise: rate.enterprise?.key ?? null,
      value: rate.value,
    })),
    meters: {
      online: 119,
      total: 124,
      late: [
        {
          point: "food-steam-energy",
          name_zh: "蒸汽总表热量",
          name_en: "Steam main, energy",
          last: at - 1_080_000,
        },
        { point: "depot-diesel", name_zh: "加油机", name_en: "Fuel dispenser", last: at - 420_000 },
        { point: "hotel-pv", name_zh: "屋顶光伏", name_en: "Rooftop PV", last: null },
        { point: "campus-main-import", name_zh: "总进线电量", name_en: "Main import", last: at - 300_000 },
        { point: "campus-main-power", name_zh: "总进线功率", name_en: "Main power", last: at - 300_000 },
      ],
    },
  };
}

export function line(start: number, end: number, scale: number): Quarter[] {
  const quarters: Quarter[] = [];
  for (let at = start; at < end; at += 900_000) {
    const hour = ((at - start) / 3_600_000) % 24;
    const shape =
      0.78 + 0.3 * Math.exp(-(((hour - 10) / 3.6) ** 2)) + 0.24 * Math.exp(-(((hour - 17) / 2.8) ** 2));
    const noise = 0.02 * Math.sin(at / 1.7e6) + 0.015 * Math.sin(at / 5.3e5);
    quarters.push({
      start: at,
      g_per_h: Math.round(56 * G * scale * (shape + noise)),
      estimated: hour >= 3.5 && hour < 5.25 && scale === 1,
    });
  }
  return quarters;
}

const FACTORS: Record<string, [string, string, number, string, string, string]> = {
  electricity: [
    "grid_electricity",
    "CN-2023",
    0.5306,
    "kg/kWh",
    "MEE and NBS, notice 47 of 2025: average CO2 emission factor of electricity, national, 2023",
    "MEE/NBS",
  ],
  steam: [
    "purchased_heat",
    "GB-T-32151.34-2024",
    110,
    "kg/GJ",
    "GB/T 32151.34-2024, C.3: default factor of purchased heat",
    "SAC",
  ],
  natural_gas: [
    "fuel.natural_gas",
    "GB-T-32151.34-2024",
    2.162217,
    "kg/m3",
    "GB/T 32151.34-2024, table C.1",
    "SAC",
  ],
  diesel: ["fuel.diesel", "GB-T-32151.34-2024", 3095.91, "kg/t", "GB/T 32151.34-2024, table C.1", "SAC"],
  process: [
    "process.cement_clinker",
    "CN-2014",
    535,
    "kg/t",
    "Guideline for cement producers: default of clinker",
    "NDRC",
  ],
};
const UNITS: Record<string, [string, number]> = {
  electricity: ["Wh", 1e3],
  steam: ["J", 1e9],
  natural_gas: ["mL", 1e6],
  diesel: ["g", 1e6],
  process: ["g", 1e6],
};

const formula = (code: string, text: string) => ({
  code,
  text,
  words_zh: "活动数据 × 排放因子",
  words_en: "activity × factor",
  citation: "GB/T 32151.34-2024",
});

function term(rate: Rate, at: number, deduction: boolean): Term {
  const kind = rate.carrier.split(":")[0] ?? "";
  const [factor = "", version = "", value = 1, unit = "", citation = "", publisher = ""] =
    FACTORS[kind] ?? [];
  const [base, per] = UNITS[kind] ?? ["g", 1];
  const owner = rate.enterprise?.key ?? null;
  const quantity = Math.round((rate.value / 1000 / value) * per);
  return {
    source: `${owner ?? "park"}-${kind}-${rate.scene}`,
    name_zh: `${rate.enterprise?.name_zh ?? "未分摊"} ${kind}`,
    name_en: `${rate.enterprise?.name_en ?? "Unallocated"}: ${kind.replace("_", " ")}`,
    enterprise: owner,
    category: "purchased_electricity",
    carrier: rate.carrier,
    scope: scopeOf(rate.carrier),
    scene: rate.scene,
    share: 1,
    internal_transfer: rate.isTransfer,
    deduction,
    value: deduction ? -rate.value : rate.value,
    quantity,
    quantity_unit: base,
    formula: formula(kind === "electricity" ? "electricity_location" : "fuel_combustion", "E = AD × EF"),
    quality: owner === "food" ? "estimated" : "measured",
    estimated_share: owner === "food" ? 0.25 : 0,
    points: [
      {
        point: `${owner ?? "incomer"}-main-power`,
        name_zh: "总进线功率",
        name_en: "Main, active power",
        weight: 1,
        value: quantity / per,
        unit: kind === "electricity" ? "kW" : "m3/h",
        time: at - 400,
        multiplier: 1,
        reported: false,
      },
    ],
    factor: {
      factor,
      version,
      gas: "CO2",
      region: "CN",
      value,
      unit,
      citation,
      source_ref: "table C.1",
      publisher,
      grade: "national",
      reference_state: null,
      fallback: kind === "electricity",
      components: kind === "natural_gas" ? { ncv: 389.31, carbon: 0.0153, oxidation: 0.99 } : {},
    },
  };
}

export function explainAt(
  at: number,
  figure: Explanation["figure"],
  by: string | null,
  key: string | null,
): Explanation {
  const all = rates(at);
  const pick: Record<string, (rate: Rate) => boolean> = {
    scope: rate => !rate.isTransfer && String(scopeOf(rate.carrier)) === key,
    enterprise: rate => rate.enterprise?.key === key,
    scene: rate => !rate.isTransfer && rate.scene === key,
    carrier: rate => !rate.isTransfer && rate.carrier === key,
    flow: rate => !rate.isTransfer && `${rate.carrier}|${rate.scene}|${rate.enterprise?.key ?? ""}` === key,
    transfers: rate => rate.isTransfer,
    unallocated: rate => !rate.enterprise,
  };
  const chosen = by ? all.filter(pick[by] ?? (() => false)) : all;
  const terms = chosen.map(rate => term(rate, at, false));
  if (!by) terms.push(...all.filter(rate => rate.isTransfer).map(rate => term(rate, at, true)));
  const value = terms.reduce((total, item) => total + item.value, 0);
  return {
    figure,
    by,
    key,
    value,
    unit: figure === "today" ? "g" : "g/h",
    gas: "CO2",
    time: at,
    from_time: at,
    title: figure,
    formula: formula(by ? "part" : "park_total", "park = Σ enterprises − transfers + unallocated"),
    method: figure === "now" ? "live_gauges" : "ledger",
    terms,
    transfers: sum(all.filter(rate => rate.isTransfer)),
    total: sum(all.filter(rate => !rate.isTransfer)),
    ratio: null,
  };
}
