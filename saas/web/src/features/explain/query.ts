import type { ExplainQuery } from "../../api/calls";
import type { By, Figure } from "../../api/types";

const FIGURES: Figure[] = ["now", "today", "yesterday", "interval", "intensity"];

/** The address of an explanation. */
export function explainPath(park: string, query: ExplainQuery): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) parameters.set(key, String(value));
  return `/p/${park}/explain?${parameters}`;
}

/** What an address asks for. */
export function queryOf(parameters: URLSearchParams): ExplainQuery {
  const figure = FIGURES.find(item => item === parameters.get("figure")) ?? "now";
  const number = (key: string) => (parameters.has(key) ? { [key]: Number(parameters.get(key)) } : {});
  const text = (key: string) => (parameters.has(key) ? { [key]: parameters.get(key) ?? "" } : {});
  return {
    figure,
    ...number("frame"),
    ...text("totals"),
    ...number("start"),
    ...(text("by") as { by?: By }),
    ...text("key"),
  };
}
