import { useSearchParams } from "react-router";
import type { By, Days, Measure } from "../../api/places";
import { usePark } from "../../lib/park";
import { daysOf, isPeriod } from "../inventory/question";
import { toInput } from "../meters/spans";

export interface View {
  period: string;
  days: Days;
  measure: Measure;
  by: By;
  text: string;
  params: URLSearchParams;
  set: (change: Record<string, string | null>) => void;
  /** What follows the address of another place: the period and measure that were chosen. */
  kept: string;
}

/** What is shown; the address holds it, so that it can be sent and come back to. */
export function usePlaces(): View {
  const { park } = usePark();
  const [params, setParams] = useSearchParams();
  const asked = params.get("period") ?? "";
  const period = isPeriod(asked) ? asked : toInput(Date.now(), park.timezone).slice(0, 7);
  const measure: Measure = params.get("measure") === "energy" ? "energy" : "carbon";
  const kept = new URLSearchParams({
    ...(isPeriod(asked) && { period: asked }),
    ...(measure === "energy" && { measure }),
  });
  const set = (change: Record<string, string | null>) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(change))
          value === null ? next.delete(name) : next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return {
    period,
    days: daysOf(period),
    measure,
    by: params.get("by") === "carrier" ? "carrier" : "child",
    text: params.get("q") ?? "",
    params,
    set,
    kept: `?${kept}`.replace(/^\?$/, ""),
  };
}
