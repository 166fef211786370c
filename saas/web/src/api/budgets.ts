import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type BudgetsYear = Schemas["BudgetsYear"];
export type BudgetLine = Schemas["BudgetLine"];
export type BudgetDetail = Schemas["BudgetDetail"];
export type BudgetMonth = Schemas["BudgetMonth"];
export type BudgetWanted = Schemas["BudgetWanted"];
export type BudgetProposal = Schemas["BudgetProposal"];
export type BudgetOfPlan = Schemas["BudgetOfPlan"];
export type BudgetKind = BudgetLine["kind"];

const ROOT = "/api/v1/parks/{park}/budgets";
const of = (park: string) => ({ params: { path: { park } } });

interface Which {
  kind: BudgetKind;
  year: number;
  enterprise: string | null;
}
const one = (park: string, { kind, year, enterprise }: Which) => ({
  params: { path: { park, kind }, query: { year, ...(enterprise !== null && { enterprise }) } },
});

export const getBudgets = (park: string, year: number) =>
  data(client.GET(ROOT, { params: { path: { park }, query: { year } } }));

export const getBudget = (park: string, which: Which) => data(client.GET(`${ROOT}/{kind}`, one(park, which)));

export const proposeBudget = (park: string, body: BudgetWanted) =>
  data(client.POST(`${ROOT}/proposal`, { ...of(park), body }));

export const saveBudget = (park: string, body: BudgetWanted) => data(client.PUT(ROOT, { ...of(park), body }));

export const endBudget = (park: string, which: Which) =>
  data(client.DELETE(`${ROOT}/{kind}`, one(park, which)));

export const budgetsOfPlan = (park: string, body: BudgetOfPlan) =>
  data(client.POST(`${ROOT}/of-plan`, { ...of(park), body }));
