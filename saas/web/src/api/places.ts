import { asIs } from "./activity";
import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type PlaceName = Schemas["PlaceName"];
export type PlaceKind = PlaceName["kind"];
export type PlaceAmount = Schemas["PlaceAmount"];
export type PlaceRow = Schemas["PlaceRow"];
export type PlaceTree = Schemas["PlaceTree"];
export type PlaceDetail = Schemas["PlaceDetail"];
export type PlaceSeries = Schemas["PlaceSeries"];
export type PlaceHeat = Schemas["PlaceHeat"];
export type PlaceTerm = Schemas["PlaceTerm"];
export type SitePlan = Schemas["SitePlan"];
export type PlanShape = Schemas["PlanShape"];
export type PlanBody = Schemas["PlanBody"];
export type Measure = PlaceDetail["measure"];
export type By = PlaceDetail["by"];
export interface Days {
  from: string;
  to: string;
}

const ROOT = "/api/v1/parks/{park}";

export const getPlaces = (park: string, query: Days) =>
  data(client.GET(`${ROOT}/places`, { params: { path: { park }, query } }));

export const getPlace = (
  park: string,
  kind: PlaceKind,
  code: string,
  query: Days & { measure: Measure; by: By },
) => data(client.GET(`${ROOT}/places/{kind}/{code}`, { params: { path: { park, kind, code }, query } }));

export const getHeat = (park: string, kind: PlaceKind, code: string, query: Days & { measure: Measure }) =>
  data(client.GET(`${ROOT}/places/{kind}/{code}/heat`, { params: { path: { park, kind, code }, query } }));

// The description says pairs; the generated type of an answer only says lists.
export const getPlan = async (park: string) =>
  (await data(client.GET(`${ROOT}/site-plan`, { params: { path: { park } } }))) as SitePlan;

export const savePlan = async (park: string, body: PlanBody) =>
  (await data(client.PUT(`${ROOT}/site-plan`, { params: { path: { park } }, body }))) as SitePlan;

export const addPlanImage = (park: string, file: File) =>
  data(
    client.POST(`${ROOT}/site-plan/images`, {
      params: { path: { park } },
      headers: { "Content-Type": file.type || "application/octet-stream" },
      body: file as never,
      ...asIs,
    }),
  );

export const planImageUrl = (park: string, image: number) =>
  `/api/v1/parks/${park}/site-plan/images/${image}`;
