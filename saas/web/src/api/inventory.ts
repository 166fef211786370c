import { client, data } from "./calls";
import type { components } from "./schema";
import type { BehindQuery } from "./types";

type Schemas = components["schemas"];

export type Ruleset = Schemas["RulesetOut"];
export type Totals = Schemas["InventoryTotals"];
export type Lack = Schemas["InventoryLack"];
export type Computed = Schemas["ComputedInventory"];
export type InventorySource = Schemas["InventorySource"];
export type Kept = Schemas["StoredInventory"];
export type KeptDetail = Schemas["InventoryDetail"];
export type KeptEvent = Schemas["InventoryEvent"];
export type Bridge = Schemas["InventoryBridge"];
export type Explained = Schemas["InventoryExplanation"];
export type ExplainedSource = Schemas["ExplainedSource"];
export type ExplainedMonths = Schemas["ExplainedMonths"];
export type ExplainedVersion = Schemas["ExplainedVersion"];
export type NewInventory = Schemas["NewInventory"];
export type Saying = Schemas["InventorySaying"]["kind"];
export type Basis = Totals["basis"];
export type Dimension =
  | "scope"
  | "group"
  | "scene"
  | "enterprise"
  | "carrier"
  | "gas"
  | "month"
  | "source"
  | "category"
  | "transfers"
  | "unallocated";

export interface Question {
  from: string;
  to: string;
  ruleset: string;
  enterprise?: string;
  gwp: string;
  approach?: string;
}

const ROOT = "/api/v1/parks/{park}";

export const getRulesets = (park: string) =>
  data(client.GET(`${ROOT}/rulesets`, { params: { path: { park } } }));

export const getInventory = (park: string, query: Question) =>
  data(client.GET(`${ROOT}/inventory`, { params: { path: { park }, query } }));

export const getBridge = (park: string, query: Question & { basis: Basis }) =>
  data(client.GET(`${ROOT}/inventory/bridge`, { params: { path: { park }, query } }));

/** Where the terms of a figure are from: computed now, or an inventory that is kept. */
export type Asked = { question: Question } | { item: number };

export interface Figure {
  basis: Basis;
  by?: Dimension;
  key?: string;
}

/** The terms of a figure, a page from `offset` on. */
export const explainFigure = (park: string, asked: Asked, figure: Figure, offset: number) =>
  "item" in asked
    ? data(
        client.GET(`${ROOT}/inventories/{item}/explain`, {
          params: { path: { park, item: asked.item }, query: { ...figure, offset } },
        }),
      )
    : data(
        client.GET(`${ROOT}/inventory/explain`, {
          params: { path: { park }, query: { ...asked.question, ...figure, offset } },
        }),
      );

/** The months of one of its terms. */
export const explainMonths = (
  park: string,
  asked: Asked,
  figure: Figure,
  term: { source: string; deduction: boolean },
) =>
  "item" in asked
    ? data(
        client.GET(`${ROOT}/inventories/{item}/explain/months`, {
          params: { path: { park, item: asked.item }, query: { ...figure, ...term } },
        }),
      )
    : data(
        client.GET(`${ROOT}/inventory/explain/months`, {
          params: { path: { park }, query: { ...asked.question, ...figure, ...term } },
        }),
      );

export const getKept = (park: string, query: BehindQuery = {}) =>
  data(client.GET(`${ROOT}/inventories`, { params: { path: { park }, query } }));

export const keepInventory = (park: string, body: NewInventory) =>
  data(client.POST(`${ROOT}/inventories`, { params: { path: { park } }, body }));

export const getKeptDetail = (park: string, item: number) =>
  data(client.GET(`${ROOT}/inventories/{item}`, { params: { path: { park, item } } }));

export const moveKept = (park: string, item: number, to: string, note: string) =>
  data(
    client.POST(`${ROOT}/inventories/{item}/transitions`, {
      params: { path: { park, item } },
      body: { to, note },
    }),
  );

export const sayOfKept = (
  park: string,
  item: number,
  body: { kind: Saying; note: string; figure?: string; answers?: number },
) => data(client.POST(`${ROOT}/inventories/{item}/comments`, { params: { path: { park, item } }, body }));

export const stopKept = (park: string, item: number) =>
  data(client.POST(`${ROOT}/inventories/{item}/cancel`, { params: { path: { park, item } } }));

export const getDifferences = (park: string, item: number, basis: Basis) =>
  data(
    client.GET(`${ROOT}/inventories/{item}/differences`, {
      params: { path: { park, item }, query: { basis } },
    }),
  );

export const getBaseYear = (park: string, query: { enterprise?: string; basis: Basis }) =>
  data(client.GET(`${ROOT}/base-year`, { params: { path: { park }, query } }));

export const chooseBaseYear = (
  park: string,
  body: { inventory: number; threshold: number; policy: string },
) => data(client.PUT(`${ROOT}/base-year`, { params: { path: { park } }, body }));
