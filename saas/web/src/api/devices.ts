import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type NewDevice = Schemas["NewDevice"];
export type NewPoint = Schemas["NewPoint"];
export type FieldProblem = Schemas["FieldProblem"];
export type Mapping = Schemas["Mapping"];
export type MappingBody = Schemas["MappingBody"];
export type MappingPreview = Schemas["MappingPreview"];
export type DeviceMessage = Schemas["Message"];
export type BrokerLogin = Schemas["BrokerLogin"];

export type RungName =
  | "listening"
  | "network"
  | "tls"
  | "login"
  | "topic"
  | "payload"
  | "plausible"
  | "settled"
  | "enrolled"
  | "online"
  | "configured"
  | "connected"
  | "reading";

/** A step on the way of a reading from the meter into energy. */
export type Rung = Omit<Schemas["Rung"], "rung"> & { rung: RungName };
export type Ladder = Omit<Schemas["Ladder"], "rungs"> & { rungs: Rung[] };

const ROOT = "/api/v1/parks/{park}/devices";
const at = (park: string, device: string) => ({ params: { path: { park, device } } });

export const checkDevice = (park: string, body: NewDevice) =>
  data(client.POST(`${ROOT}/check`, { params: { path: { park } }, body }));
export const postDevice = (park: string, body: NewDevice) =>
  data(client.POST(ROOT, { params: { path: { park } }, body }));
export const getLogins = (park: string, device: string) =>
  data(client.GET(`${ROOT}/{device}/login`, at(park, device)));
export const postLogin = (park: string, device: string) =>
  data(client.POST(`${ROOT}/{device}/login`, { ...at(park, device), body: {} }));
export const getMapping = (park: string, device: string) =>
  data(client.GET(`${ROOT}/{device}/mapping`, at(park, device)));
export const putMapping = (park: string, device: string, body: Schemas["NewMapping"]) =>
  data(client.PUT(`${ROOT}/{device}/mapping`, { ...at(park, device), body }));
export const previewMapping = (park: string, device: string, body: Schemas["PreviewBody"]) =>
  data(client.POST(`${ROOT}/{device}/mapping/preview`, { ...at(park, device), body }));
export const getMessages = (park: string, device: string) =>
  data(client.GET(`${ROOT}/{device}/messages`, at(park, device)));
export const ladderUrl = (park: string, device: string, since: number, dialect: string) =>
  `/api/v1/parks/${park}/devices/${device}/ladder/stream?since=${since}&dialect=${dialect}`;
export const checkTopic = (park: string, device: string, topic: string) =>
  data(client.GET(`${ROOT}/{device}/ladder/topic`, { params: { path: { park, device }, query: { topic } } }));
