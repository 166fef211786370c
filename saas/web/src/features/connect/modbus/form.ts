import type { MeterPoint } from "../../../api/meters";
import type { Decoded, Decoding } from "../../../api/sources";
import type { Connection } from "../behind/config";
import type { Choice } from "../behind/SaveCard";

export const LINES = ["tcp", "rtu+tcp", "serial", "dlt645-tcp", "dlt645-serial"] as const;
export type LineKind = (typeof LINES)[number];

export const FUNCTIONS = ["notation", "holding", "input"] as const;
export type Counting = (typeof FUNCTIONS)[number];

/** Where a point's value is: registers of a Modbus device, or an item of a DL/T 645 meter. */
export interface Register {
  kind: "modbus";
  unit: number;
  function: Counting;
  address: string;
  type: string;
  order: string;
  /** Decimal; value = the register's content × scale. */
  scale: string;
}

export interface Item {
  kind: "dlt645";
  meter: string;
  item: string;
}

export type Place = Register | Item;

/** What was entered; it survives a reload. */
export interface LineForm {
  edge: string | null;
  /** The section of the edge that this line has already. */
  known: string | null;
  line: LineKind;
  host: string;
  port: string;
  device: string;
  baudrate: string;
  parity: "none" | "even" | "odd";
  places: Record<string, Place>;
}

export const EMPTY: LineForm = {
  edge: null,
  known: null,
  line: "tcp",
  host: "",
  port: "502",
  device: "/dev/ttyUSB0",
  baudrate: "9600",
  parity: "none",
  places: {},
};

export const isDlt645 = (connection: Connection): boolean => connection.type === "dlt645";
export const isSerial = (line: LineKind): boolean => line.endsWith("serial");

/** What lines of a kind usually have. */
export const usual = (line: LineKind): Partial<LineForm> =>
  line.startsWith("dlt645")
    ? { line, port: "8899", baudrate: "2400", parity: "even" }
    : { line, port: line === "tcp" ? "502" : "4001", baudrate: "9600", parity: "none" };

/** The section of the edge's configuration that these entries mean, or the known one. */
export function connectionOf(form: LineForm, sources: Connection[]): Connection {
  const known = sources.find(source => source.name === form.known);
  if (known) return known;
  const serial = isSerial(form.line);
  const scheme = form.line === "rtu+tcp" ? "rtu+tcp" : "tcp";
  return {
    type: form.line.startsWith("dlt645") ? "dlt645" : "modbus",
    name: null,
    section: {
      endpoint: serial ? `serial:${form.device}` : `${scheme}://${form.host}:${form.port}`,
      ...(serial && { baudrate: Number(form.baudrate), parity: form.parity }),
    },
    secrets: {},
  };
}

/** A short name of a line. */
export const nameOf = (form: LineForm): string =>
  isSerial(form.line) ? form.device.replace(/^\/dev\//, "") : `${form.host}-${form.port}`;

/** How a place is read, as the edge's configuration writes it. */
export function readOf(place: Place, periodS: number): Choice["read"] {
  if (place.kind === "dlt645") return { meter: place.meter, item: place.item, period_s: periodS };
  const isNotation = place.function === "notation";
  return {
    unit: place.unit,
    address: isNotation ? place.address : Number(place.address),
    ...(!isNotation && { function: place.function }),
    type: place.type,
    order: place.order,
    ...(Number(place.scale) !== 1 && { scale: place.scale }),
    period_s: periodS,
  };
}

/** Registers from a click on what they may mean. */
export function chosen(decoded: Decoded, decoding: Decoding, shown: number | null): Register {
  return {
    kind: "modbus",
    unit: decoded.unit,
    function: decoded.function as Counting,
    address: String(decoded.address + decoding.offset),
    type: decoding.type,
    order: decoding.order,
    scale: scaleOf(Number(decoding.value), shown),
  };
}

const SCALES = ["1", "0.1", "0.01", "0.001", "0.0001", "10", "100", "1000"];
const NEAR = 0.1;

/** The scale that makes of the content about what the display shows; 1 where nothing is known. */
export function scaleOf(value: number, shown: number | null): string {
  if (shown === null || shown === 0 || !Number.isFinite(value)) return "1";
  return SCALES.find(scale => Math.abs(value * Number(scale) - shown) <= NEAR * Math.abs(shown)) ?? "1";
}

/** Quantities that the edge knows usual sizes of. */
const SIZED = ["energy", "reactive_energy", "power", "volume", "mass", "temperature", "pressure"];
export const quantityOf = (point: MeterPoint): string | null =>
  SIZED.includes(point.quantity) ? point.quantity : null;

const TARIFFS = ["", "_t1", "_t2", "_t3", "_t4"];
const PHASES = ["", "_a", "_b", "_c"];
const with_ = (name: string, ends: string[]) => ends.map(end => name + end);

/** Standard items of DL/T 645 that can be a point of this quantity; the likeliest first. */
export function itemsFor(point: MeterPoint): string[] {
  if (point.quantity === "energy") {
    const first = point.direction === "export" ? ["export", "import"] : ["import", "export"];
    return [...first, "combined"].flatMap(name => with_(name, TARIFFS));
  }
  if (point.quantity === "reactive_energy")
    return ["reactive_1", "reactive_2"].flatMap(name => with_(name, TARIFFS));
  if (point.quantity === "power") return with_("power", PHASES);
  return [];
}

/** The parts of an item's name that there are words for: `import_t2` is `import` and `t2`. */
export function partsOf(item: string): [string, string] {
  const found = /^(.*?)_(t[1-4]|[abc])$/.exec(item);
  return found ? [found[1] ?? item, found[2] ?? ""] : [item, ""];
}
