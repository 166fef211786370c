import { useSearchParams } from "react-router";

const NAME = "tables";

/** Whether a chart is shown as its table, and the way to change that. The address holds it, by the chart's name. */
export function useTable(chart: string): [boolean, () => void] {
  const [parameters, setParameters] = useSearchParams();
  const shown = (of: URLSearchParams) => (of.get(NAME) ?? "").split(",").filter(Boolean);
  const toggle = () =>
    setParameters(
      before => {
        const after = new URLSearchParams(before);
        const old = shown(before);
        const next = old.includes(chart) ? old.filter(one => one !== chart) : [...old, chart];
        if (next.length > 0) after.set(NAME, next.join(","));
        else after.delete(NAME);
        return after;
      },
      { replace: true },
    );
  return [shown(parameters).includes(chart), toggle];
}

/** What of an address says which charts are tables: for a page that makes its address anew. */
export const tablesOf = (parameters: URLSearchParams): Record<string, string> => {
  const tables = parameters.get(NAME);
  return tables ? { [NAME]: tables } : {};
};
