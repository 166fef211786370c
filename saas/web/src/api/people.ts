import { client, data } from "./calls";
import type { components } from "./schema";

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

export const getPeople = (park: string) => data(client.GET(`${ROOT}/people`, { params: { path: { park } } }));
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

export const getTokens = (park: string) => data(client.GET(`${ROOT}/tokens`, { params: { path: { park } } }));
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
