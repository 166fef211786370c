import type { HomeStep, HomeTask } from "../../api/home";

/** Where a step of setting up is done, below the park's address; `{year}` is that of the month asked for. */
export const STEP_PLACES: Record<HomeStep["step"], string> = {
  meters: "connect",
  readings: "health",
  sources: "sources",
  factors: "factors",
  production: "activity?tab=drivers&year={year}",
  bills: "activity?tab=bills&year={year}",
};

const REPORTS = "activity?tab=reports&kind={reports}&year={year}";

/** Where a task is done; `{enterprise}` is whose it is, `{reports}` which of them. */
export const TASK_PLACES: Record<HomeTask["task"], string> = {
  bills_missing: "activity?tab={reports}&year={year}",
  reports_rejected: `${REPORTS}&state=rejected`,
  reports_draft: `${REPORTS}&state=draft`,
  reports_to_approve: `${REPORTS}&state=submitted`,
  findings_to_answer: "inventory?tab=kept&enterprise={enterprise}",
  inventories_to_approve: "inventory?tab=kept&enterprise={enterprise}",
  quarantine_waiting: "quarantine",
  alerts_open: "alerts?enterprise={enterprise}",
  meter_findings: "health?state=open&enterprise={enterprise}",
  differences_open: "locks",
};

interface Named {
  enterprise: string;
  reports?: HomeTask["reports"];
  year: number | null;
}

/** The address of a task or step of an enterprise. */
export const placeOf = (park: string, place: string, { enterprise, reports, year }: Named): string =>
  `/p/${park}/${place
    .replace("{enterprise}", enterprise)
    .replace("{reports}", reports ?? "")
    .replace("{year}", String(year ?? ""))}`;

/** Whether days [start, end) are a whole month: on the first of a month there are none of its own yet. */
export const isWholeMonth = (period: { end: string }): boolean => period.end.endsWith("-01");
