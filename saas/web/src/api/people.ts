import { client, data } from "./calls";
import type { components } from "./schema";
import type { BehindQuery, PageQuery } from "./types";

type Schemas = components["schemas"];

export type AuditEvent = Schemas["AuditEvent"];
export type AuditChange = Schemas["AuditChange"];
export type Member = Schemas["Member"];
export type NewMember = Schemas["NewMember"];
export type WantedRole = Schemas["WantedRole"];
export type ApiToken = Schemas["ApiToken"];
export type WantedToken = Schemas["WantedToken"];

const ROOT = "/api/v1/parks/{park}";

export interface AuditQuery {
  actor?: string;
  action?: string;
  outcome?: "done" | "refused";
  from?: number;
  to?: number;
}

export const getAudit = (park: string, query: AuditQuery, cursor?: string) =>
  data(
    client.GET(`${ROOT}/audit`, {
      params: { path: { park }, query: { ...query, ...(cursor && { cursor: Number(cursor) }) } },
    }),
  );
export const getAuditChain = (park: string) =>
  data(client.GET(`${ROOT}/audit/chain`, { params: { path: { park } } }));
export const auditExportUrl = (park: string) => `/api/v1/parks/${park}/audit/export`;

export const getPeople = (park: string, query: BehindQuery = {}) =>
  data(client.GET(`${ROOT}/people`, { params: { path: { park }, query } }));
export const invitePerson = (park: string, body: NewMember) =>
  data(client.POST(`${ROOT}/people`, { params: { path: { park } }, body }));
export const changePerson = (park: string, login: string, body: WantedRole) =>
  data(client.PUT(`${ROOT}/people/{login}`, { params: { path: { park, login } }, body }));
export const removePerson = (park: string, login: string) =>
  data(client.DELETE(`${ROOT}/people/{login}`, { params: { path: { park, login } } }));
export const invitePersonAgain = (park: string, login: string) =>
  data(client.POST(`${ROOT}/people/{login}/invitation`, { params: { path: { park, login } } }));
export const endSessionsOf = (park: string, login: string) =>
  data(client.DELETE(`${ROOT}/people/{login}/sessions`, { params: { path: { park, login } } }));
export const setAccount = (park: string, login: string, disabled: boolean) =>
  data(
    client.PUT(`${ROOT}/people/{login}/account`, { params: { path: { park, login } }, body: { disabled } }),
  );

export const getTokens = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/tokens`, { params: { path: { park }, query } }));
export const addToken = (park: string, body: WantedToken) =>
  data(client.POST(`${ROOT}/tokens`, { params: { path: { park } }, body }));
export const revokeToken = (park: string, item: number) =>
  data(client.DELETE(`${ROOT}/tokens/{item}`, { params: { path: { park, item } } }));

export const acceptInvitation = (token: string, password: string) =>
  data(client.POST("/api/v1/invitation", { body: { token, password } }));
export const changePassword = (former: string, password: string) =>
  data(client.POST("/api/v1/session/password", { body: { former, password } }));
export const getSessions = () => data(client.GET("/api/v1/session/others"));
export const endSession = (key: string) =>
  data(client.DELETE("/api/v1/session/others/{key}", { params: { path: { key } } }));

export type AccessPolicy = Schemas["AccessPolicy"];
export type FactorSecret = Schemas["FactorSecret"];

const FACTOR = "/api/v1/session/second-factor";

export const getFactor = () => data(client.GET(FACTOR));
export const beginFactor = (password: string) => data(client.POST(FACTOR, { body: { password } }));
export const confirmFactor = (code: string) => data(client.POST(`${FACTOR}/confirm`, { body: { code } }));
export const newRecoveryCodes = (code: string) =>
  data(client.POST(`${FACTOR}/recovery-codes`, { body: { code } }));
export const removeFactor = (code: string) => data(client.POST(`${FACTOR}/removal`, { body: { code } }));
export const resetSecondFactor = (park: string, login: string) =>
  data(client.DELETE(`${ROOT}/people/{login}/second-factor`, { params: { path: { park, login } } }));
export const getAccessPolicy = (park: string) =>
  data(client.GET(`${ROOT}/access-policy`, { params: { path: { park } } }));
export const putAccessPolicy = (park: string, body: AccessPolicy) =>
  data(client.PUT(`${ROOT}/access-policy`, { params: { path: { park } }, body }));

export type EnterpriseTerms = Schemas["EnterpriseTerms"];
export type WantedTerms = Schemas["WantedTerms"];

export const getTerms = (park: string) => data(client.GET(`${ROOT}/terms`, { params: { path: { park } } }));
export const agreeTerms = (park: string, body: WantedTerms) =>
  data(client.PUT(`${ROOT}/terms`, { params: { path: { park } }, body }));
export const getWallLinks = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/wall-links`, { params: { path: { park }, query } }));
export const addWallLink = (park: string, body: Schemas["WantedWallLink"]) =>
  data(client.POST(`${ROOT}/wall-links`, { params: { path: { park } }, body }));
export const revokeWallLink = (park: string, item: number) =>
  data(client.DELETE(`${ROOT}/wall-links/{item}`, { params: { path: { park, item } } }));
