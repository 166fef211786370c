import { client, data } from "./calls";
import type { components } from "./schema";
import type { PageQuery } from "./types";

type Schemas = components["schemas"];

export type Alert = Schemas["Alert"];
export type AlertPage = Schemas["AlertPage"];
export type AlertRule = Schemas["AlertRule"];
export type AlertRules = Schemas["AlertRules"];
export type AlertWanted = Schemas["AlertRuleWanted"];
export type AlertTrial = Schemas["AlertTrial"];
export type AlertTemplateInfo = Schemas["AlertTemplateInfo"];
export type AlertChoice = Schemas["AlertChoice"];
export type AlertReceiver = Schemas["AlertReceiver"];
export type AlertReceiverWanted = Schemas["AlertReceiverWanted"];
export type AlertDelivery = Schemas["AlertDelivery"];
export type AlertTemplate = Alert["template"];
export type AlertSeverity = Alert["severity"];
export type AlertState = "open" | "unacknowledged" | "snoozed" | "resolved" | "all";

export interface AlertQuery {
  state: AlertState;
  severity?: AlertSeverity;
  template?: AlertTemplate;
  assignee?: string;
  enterprise?: string;
}

const ROOT = "/api/v1/parks/{park}/alerts";
const of = (park: string) => ({ params: { path: { park } } });

export const getAlerts = (park: string, query: AlertQuery, cursor?: number) =>
  data(
    client.GET(ROOT, {
      params: { path: { park }, query: { ...query, ...(cursor !== undefined && { cursor }) } },
    }),
  );
export const acknowledgeAlerts = (park: string, ids: number[]) =>
  data(client.POST(`${ROOT}/acknowledge`, { ...of(park), body: { ids } }));
export const assignAlerts = (park: string, ids: number[], assignee: string | null) =>
  data(client.POST(`${ROOT}/assign`, { ...of(park), body: { ids, assignee } }));
export const snoozeAlerts = (park: string, ids: number[], minutes: number) =>
  data(client.POST(`${ROOT}/snooze`, { ...of(park), body: { ids, minutes } }));
export const getAlertRules = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/rules`, { params: { path: { park }, query } }));
export const addAlertRule = (park: string, body: AlertWanted) =>
  data(client.POST(`${ROOT}/rules`, { ...of(park), body }));
export const changeAlertRule = (park: string, rule: number, body: AlertWanted) =>
  data(client.PUT(`${ROOT}/rules/{rule}`, { params: { path: { park, rule } }, body }));
export const deleteAlertRule = (park: string, rule: number) =>
  data(client.DELETE(`${ROOT}/rules/{rule}`, { params: { path: { park, rule } } }));
export const recommendAlertRules = (park: string) => data(client.POST(`${ROOT}/rules/recommended`, of(park)));
export const tryAlertRule = (park: string, body: AlertWanted) =>
  data(client.POST(`${ROOT}/rules/trial`, { ...of(park), body }));
export const getAlertReceivers = (park: string) => data(client.GET(`${ROOT}/receivers`, of(park)));
export const getAlertDeliveries = (park: string, query: PageQuery = {}) =>
  data(client.GET(`${ROOT}/deliveries`, { params: { path: { park }, query } }));
export const addAlertReceiver = (park: string, body: AlertReceiverWanted) =>
  data(client.POST(`${ROOT}/receivers`, { ...of(park), body }));
export const removeAlertReceiver = (park: string, receiver: number) =>
  data(client.DELETE(`${ROOT}/receivers/{receiver}`, { params: { path: { park, receiver } } }));
export const tryAlertReceiver = (park: string, receiver: number) =>
  data(client.POST(`${ROOT}/receivers/{receiver}/trial`, { params: { path: { park, receiver } } }));
