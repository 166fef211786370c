import { client, data } from "./calls";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Figures = Schemas["InventoryFigures"];
export type Uncertainty = Schemas["FigureUncertainty"];
export type Cause = Schemas["FigureCause"];
export type Energy = Schemas["FigureEnergy"];
export type EnergyLine = Schemas["FigureEnergyLine"];
export type Intensity = Schemas["FigureIntensity"];
export type FiguresQuery = { from: string; to: string; ruleset: string; gwp?: string; enterprise?: string };

export const getFigures = (park: string, query: FiguresQuery): Promise<Figures> =>
  data(client.GET("/api/v1/parks/{park}/inventory/figures", { params: { path: { park }, query } }));
export const getKeptFigures = (park: string, item: number): Promise<Figures> =>
  data(client.GET("/api/v1/parks/{park}/inventories/{item}/figures", { params: { path: { park, item } } }));
export const getInventorySources = async (park: string, query: FiguresQuery) =>
  (await data(client.GET("/api/v1/parks/{park}/inventory", { params: { path: { park }, query } }))).sources;
