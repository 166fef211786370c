import type { Finding } from "../../api/types";

/** Where a finding is dealt with. */
export type Target =
  | "event"
  | "accept"
  | "meter"
  | "gateways"
  | "readings"
  | "balance"
  | "intake"
  | "bills"
  | "budget";

/** The remedy of every rule; its words are in the dictionary under the rule's own name. */
export const REMEDIES: Record<string, Target> = {
  gap: "gateways",
  long_gap: "gateways",
  silent: "gateways",
  difference_waits: "gateways",
  clock_drift: "gateways",
  reset: "event",
  unknown_amount: "event",
  rollover: "event",
  spike: "accept",
  glitch: "accept",
  out_of_range: "accept",
  stuck: "meter",
  zero: "meter",
  high: "meter",
  low: "meter",
  float_step: "meter",
  state_missing: "meter",
  state_range: "meter",
  wet_steam: "meter",
  integration_error: "meter",
  uncertain: "meter",
  different_value: "readings",
  balance: "balance",
  interval_sum: "balance",
  bill_difference: "bills",
  reference_state: "meter",
  unit: "meter",
  budget_exceeded: "budget",
  budget_at_risk: "budget",
};

export const targetOf = (finding: Finding): Target | null => REMEDIES[finding.rule] ?? null;

/** The address of a remedy inside the park. */
export function addressOf(park: string, finding: Finding, target: Target): string {
  const base = `/p/${park}`;
  const point = finding.point ?? "";
  switch (target) {
    case "event":
      return `${base}/meters/${point}/event?kind=${finding.rule === "reset" ? "reset" : "replace"}`;
    case "accept":
      return `${base}/meters/${point}/event?kind=${finding.rule === "spike" ? "accept" : "exclude"}`;
    case "meter":
      return point ? `${base}/meters/${point}` : `${base}/meters`;
    case "gateways":
      return "#gateways";
    case "readings":
      return `?point=${point}#readings`;
    case "balance":
      return "#balance";
    case "bills":
      return `${base}/activity?tab=reconciliation`;
    case "budget": {
      const [kind = "", year = "", of] = (finding.budget ?? "").split("/");
      return `${base}/budgets?year=${year}&kind=${kind}${of ? `&of=${of}` : ""}`;
    }
    case "intake":
      return `${base}/quarantine`;
  }
}
