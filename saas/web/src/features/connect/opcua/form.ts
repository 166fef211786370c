import type { MeterPoint } from "../../../api/meters";
import type { Discovery, Endpoint, Tag } from "../../../api/sources";
import type { Connection } from "../behind/config";
import type { Choice } from "../behind/SaveCard";

export const LOG_INS = ["anonymous", "username", "certificate"] as const;
export type LogIn = (typeof LOG_INS)[number];

/** Where a point's value is in the server's tree. */
export interface Place {
  node: string;
  path: string[];
  index: number | null;
  /** Decimal; value = the node's × scale. */
  scale: string;
}

/** What was entered; it survives a reload. Secrets are kept apart. */
export interface OpcuaForm {
  edge: string | null;
  url: string;
  /** The section of the edge that this server has already. */
  known: string | null;
  security: string;
  mode: string;
  trusted: string[];
  logIn: LogIn;
  user: string;
  places: Record<string, Place>;
}

export const EMPTY: OpcuaForm = {
  edge: null,
  url: "opc.tcp://",
  known: null,
  security: "",
  mode: "",
  trusted: [],
  logIn: "anonymous",
  user: "",
  places: {},
};

/** Texts that no page keeps. */
export interface Secrets {
  password: string;
  certificate: string;
  key: string;
}

export const NO_SECRETS: Secrets = { password: "", certificate: "", key: "" };

/** The best offer first: encrypted before signed before open, each as the server ranks them. */
export function ranked(found: Discovery): Endpoint[] {
  const rank = (e: Endpoint) =>
    (e.supported ? 0 : 10) + { SignAndEncrypt: 0, Sign: 1, None: 2 }[e.security_mode as "Sign"];
  const seen = new Set<string>();
  return [...found.endpoints]
    .sort((a, b) => rank(a) - rank(b))
    .filter(({ security, security_mode }) => {
      const name = `${security} ${security_mode}`;
      return !seen.has(name) && seen.add(name);
    });
}

/** The section of the edge's configuration that these entries mean, or the known one. */
export function connectionOf(form: OpcuaForm, secrets: Secrets, sources: Connection[]): Connection {
  const known = sources.find(source => source.name === form.known);
  if (known) return known;
  const prefix = nameOf(form.url);
  const section: Record<string, unknown> = { endpoint: form.url, security: form.security };
  if (form.security !== "none") section.security_mode = form.mode;
  if (form.trusted.length > 0) section.trusted = form.trusted;
  const texts: Record<string, string> = {};
  if (form.logIn === "username") {
    section.username = form.user;
    section.password_secret = `${prefix}-password`;
    texts[`${prefix}-password`] = secrets.password;
  }
  if (form.logIn === "certificate") {
    section.user_certificate_secret = `${prefix}-certificate`;
    section.user_private_key_secret = `${prefix}-key`;
    texts[`${prefix}-certificate`] = secrets.certificate;
    texts[`${prefix}-key`] = secrets.key;
  }
  return { type: "opcua", name: null, section, secrets: texts };
}

/** A short name of a server: its host and port. */
export const nameOf = (url: string): string =>
  url
    .replace(/^opc\.tcp:\/\//, "")
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40) || "opcua";

/** How a place is read, as the edge's configuration writes it. */
export function readOf(place: Place, periodS: number): Choice["read"] {
  return {
    node: place.node,
    ...(place.index !== null && { index: place.index }),
    ...(Number(place.scale) !== 1 && { scale: place.scale }),
    period_s: periodS,
  };
}

export const placeOf = (tag: Tag): Place => ({
  node: tag.node,
  path: tag.path,
  index: tag.array ? 0 : null,
  scale: "1",
});

/** Points that readings come for: those that are computed have none. */
export const readable = (points: MeterPoint[]): MeterPoint[] =>
  points.filter(point => point.kind !== "virtual");
