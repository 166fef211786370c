import type { MeterDevice, MeterPoint } from "../../api/meters";

export type State = MeterPoint["state"];
export type Show = "all" | "silent" | "findings" | "virtual";
export type Sort = "name" | "age" | "findings";
export const SHOWS: Show[] = ["all", "silent", "findings", "virtual"];
export const SORTS: Sort[] = ["name", "age", "findings"];

/** What of the meters is asked for; the address holds it. */
export interface Asked {
  text: string;
  carrier: string;
  enterprise: string;
  show: Show;
  sort: Sort;
}

export function askedOf(parameters: URLSearchParams): Asked {
  return {
    text: parameters.get("q") ?? "",
    carrier: parameters.get("carrier") ?? "",
    enterprise: parameters.get("enterprise") ?? "",
    show: SHOWS.find(item => item === parameters.get("show")) ?? "all",
    sort: SORTS.find(item => item === parameters.get("sort")) ?? "name",
  };
}

/** The address of a question; what is as by default is left out. */
export function parametersOf(asked: Asked): URLSearchParams {
  const found = new URLSearchParams();
  if (asked.text) found.set("q", asked.text);
  if (asked.carrier) found.set("carrier", asked.carrier);
  if (asked.enterprise) found.set("enterprise", asked.enterprise);
  if (asked.show !== "all") found.set("show", asked.show);
  if (asked.sort !== "name") found.set("sort", asked.sort);
  return found;
}

export const findingsOf = (point: MeterPoint): number =>
  point.findings.error + point.findings.warning + point.findings.information;

const isSilent = (point: MeterPoint) => ["late", "silent", "bad"].includes(point.state);

const SHOWN: Record<Show, (point: MeterPoint) => boolean> = {
  all: () => true,
  silent: isSilent,
  findings: point => findingsOf(point) > 0,
  virtual: point => point.kind === "virtual",
};

export const countOf = (points: MeterPoint[], show: Show): number => points.filter(SHOWN[show]).length;

/** The points that match, in the order asked for. */
export function matching(
  points: MeterPoint[],
  devices: Map<string, MeterDevice>,
  asked: Asked,
): MeterPoint[] {
  const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = points.filter(point => {
    if (!SHOWN[asked.show](point)) return false;
    if (asked.carrier && point.carrier !== asked.carrier) return false;
    if (asked.enterprise && (point.enterprise ?? "-") !== asked.enterprise) return false;
    const device = devices.get(point.device ?? "");
    const hay = [point.code, point.name_zh, point.name_en, device?.name_zh, device?.name_en, device?.serial]
      .join(" ")
      .toLowerCase();
    return words.every(word => hay.includes(word));
  });
  const last = (point: MeterPoint) => point.last?.time ?? 0;
  const weight = (point: MeterPoint) => point.findings.error * 1e6 + findingsOf(point);
  if (asked.sort === "age") return found.sort((a, b) => last(a) - last(b) || a.code.localeCompare(b.code));
  if (asked.sort === "findings")
    return found.sort((a, b) => weight(b) - weight(a) || a.code.localeCompare(b.code));
  return found.sort((a, b) => a.code.localeCompare(b.code));
}

export interface Age {
  unit: "seconds" | "minutes" | "hours" | "days";
  count: number;
}

/** How long ago, in the largest unit that is worth saying. */
export function ageOf(ms: number): Age {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return { unit: "seconds", count: seconds };
  if (seconds < 7200) return { unit: "minutes", count: Math.floor(seconds / 60) };
  if (seconds < 172_800) return { unit: "hours", count: Math.floor(seconds / 3600) };
  return { unit: "days", count: Math.floor(seconds / 86_400) };
}
