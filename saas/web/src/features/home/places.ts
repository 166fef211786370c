import type { HomeStep, HomeTask } from "../../api/home";

/** Where a step of setting up is done, below the park's address. */
export const STEP_PLACES: Record<HomeStep["step"], string> = {
  meters: "connect",
  readings: "health",
  sources: "sources",
  factors: "factors?tab=needs",
  production: "activity?tab=drivers",
  bills: "activity",
};

/** Where a task is done; `{enterprise}` is whose it is. */
export const TASK_PLACES: Record<HomeTask["task"], string> = {
  bills_missing: "activity",
  reports_rejected: "activity?tab=reports",
  reports_draft: "activity?tab=reports",
  reports_to_approve: "activity?tab=reports",
  findings_to_answer: "inventory?tab=kept&enterprise={enterprise}",
  inventories_to_approve: "inventory?tab=kept&enterprise={enterprise}",
  quarantine_waiting: "quarantine",
  alerts_open: "alerts?enterprise={enterprise}",
  meter_findings: "health?state=open&enterprise={enterprise}",
  differences_open: "locks",
};

/** The address of a task or step of an enterprise. */
export const placeOf = (park: string, place: string, enterprise: string): string =>
  `/p/${park}/${place.replace("{enterprise}", enterprise)}`;
