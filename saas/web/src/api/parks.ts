import { client, data } from "./calls";
import type { components } from "./schema";
import type { BehindQuery, PageQuery } from "./types";

type Schemas = components["schemas"];

export type ManagedPark = Schemas["ManagedPark"];
export type ParkDraft = Schemas["ParkDraft"];
export type ParkDraftRow = Schemas["ParkDraftRow"];
export type DraftAnswers = Schemas["DraftAnswers-Output"];
export type DraftMistake = Schemas["DraftMistake"];
export type DraftPreview = Schemas["DraftPreview"];
export type ParkPlan = Schemas["ParkPlan"];
export type ParkDifference = Schemas["ParkDifference"];
export type MadePark = Schemas["MadePark"];
export type ParkInvitation = Schemas["ParkInvitation"];
export type MeterTable = Schemas["MeterTable"];
export type WizardChoices = Schemas["WizardChoices"];
export type Deletion = Schemas["Deletion"];
export type ParkStateName = ManagedPark["state"];

const ROOT = "/api/v1/admin";
// A file goes as it is: no JSON is made of it.
const AS_IT_IS = { bodySerializer: (body: unknown) => body as BodyInit };
const YAML = { ...AS_IT_IS, headers: { "Content-Type": "application/yaml" } };
const XLSX = {
  ...AS_IT_IS,
  headers: { "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

export const getParks = (query: BehindQuery = {}) => data(client.GET(`${ROOT}/parks`, { params: { query } }));
export const parkFileUrl = (park: string) => `${ROOT}/parks/${park}/file`;
export const planFile = (text: string) => data(client.POST(`${ROOT}/parks/plan`, { body: text, ...YAML }));
export const applyFile = (text: string) => data(client.POST(`${ROOT}/parks/apply`, { body: text, ...YAML }));
export const clonePark = (park: string, body: Schemas["WantedClone"]) =>
  data(
    client.POST(`${ROOT}/parks/{park}/clone`, { params: { path: { park } }, body, parseAs: "text" }),
  ) as Promise<string>;
export const setParkState = (park: string, state: ParkStateName, reason: string) =>
  data(client.PUT(`${ROOT}/parks/{park}/state`, { params: { path: { park } }, body: { state, reason } }));

export const deletePark = (park: string, confirm: string, reason: string) =>
  data(client.POST(`${ROOT}/parks/{park}/delete`, { params: { path: { park } }, body: { confirm, reason } }));
export const getDeletions = (query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/deletions`, { params: { query } }));

export const getChoices = () => data(client.GET(`${ROOT}/wizard`));
export const meterTableUrl = (language: string) =>
  `${ROOT}/meter-table?language=${language === "en" ? "en" : "zh-CN"}`;
export const readMeterTable = (file: File) =>
  data(client.POST(`${ROOT}/meter-table`, { body: file as unknown as string, ...XLSX }));

export const beginDraft = (example: boolean) => data(client.POST(`${ROOT}/drafts`, { body: { example } }));
export const getDraft = (draft: number) =>
  data(client.GET(`${ROOT}/drafts/{draft}`, { params: { path: { draft } } }));
export const saveDraft = (draft: number, version: number, step: number, answers: DraftAnswers) =>
  data(
    client.PUT(`${ROOT}/drafts/{draft}`, { params: { path: { draft } }, body: { version, step, answers } }),
  );
export const deleteDraft = (draft: number) =>
  data(client.DELETE(`${ROOT}/drafts/{draft}`, { params: { path: { draft } } }));
export const previewDraft = (draft: number) =>
  data(client.GET(`${ROOT}/drafts/{draft}/preview`, { params: { path: { draft } } }));
export const makePark = (draft: number) =>
  data(client.POST(`${ROOT}/drafts/{draft}/make`, { params: { path: { draft } } }));
