import type en from "../i18n/en.json";
import type { ICONS } from "./icons";

// Every page of the application, once: the router, the menu, the search and the help read this table.

export type Who = "operator" | "enterprise" | "verifier" | "administrator";
export type Group = "live" | "data" | "ledger" | "why" | "plan" | "admin";

export interface Page {
  /** Below `/p/:park/`; with a leading slash, of the whole platform. */
  path: string;
  load: () => Promise<{ Component: React.ComponentType }>;
  /** Its name, where it has one of its own; pages without are reached from others. */
  label?: keyof (typeof en)["app"] & keyof (typeof en)["help"]["page"];
  /** Where in the menu, and by which picture. */
  menu?: [Group, keyof typeof ICONS];
  /** Whom it is for, where not for everybody. */
  who?: readonly Who[];
}

export const GROUPS: readonly Group[] = ["live", "data", "ledger", "why", "plan", "admin"];

const PARK: readonly Who[] = ["operator", "verifier"];
const WRITERS: readonly Who[] = ["operator", "enterprise"];

/** Inside a park, with the menu beside them. */
export const PAGES: readonly Page[] = [
  {
    path: "home",
    load: () => import("../features/home/HomePage"),
    label: "home",
    menu: ["live", "home"],
  },
  {
    path: "live",
    load: () => import("../features/live/LivePage"),
    label: "live",
    menu: ["live", "live"],
  },
  { path: "explain", load: () => import("../features/explain/ExplainPage") },
  {
    path: "alerts",
    load: () => import("../features/alerts/AlertsPage"),
    label: "alerts",
    menu: ["live", "alerts"],
  },
  {
    path: "flows",
    load: () => import("../features/flows/FlowsPage"),
    label: "flows",
    menu: ["live", "flows"],
  },
  {
    path: "places",
    load: () => import("../features/places/TreePage"),
    label: "places",
    menu: ["live", "places"],
  },
  { path: "places/:kind/:code", load: () => import("../features/places/NodePage") },
  {
    path: "site-plan",
    load: () => import("../features/places/PlanPage"),
    label: "site_plan",
    menu: ["live", "site_plan"],
  },
  {
    path: "costs",
    load: () => import("../features/costs/CostsPage"),
    label: "costs",
    menu: ["live", "costs"],
  },
  {
    path: "meters",
    load: () => import("../features/meters/MetersPage"),
    label: "meters",
    menu: ["data", "meters"],
  },
  { path: "meters/:point", load: () => import("../features/meters/MeterPage") },
  { path: "meters/:point/correct", load: () => import("../features/meters/CorrectPage") },
  { path: "meters/:point/event", load: () => import("../features/meters/EventPage") },
  { path: "meters/:point/remainder", load: () => import("../features/meters/RemainderPage") },
  {
    path: "connect",
    load: () => import("../features/connect/ConnectPage"),
    label: "connect",
    who: WRITERS,
  },
  {
    path: "health",
    load: () => import("../features/meter-health/MeterHealthPage"),
    label: "health",
    menu: ["data", "health"],
  },
  {
    path: "edges",
    load: () => import("../features/edges/EdgesPage"),
    label: "edges",
    menu: ["data", "edges"],
  },
  { path: "edges/:edge", load: () => import("../features/edges/EdgePage") },
  {
    path: "activity",
    load: () => import("../features/activity/ActivityPage"),
    label: "activity",
    menu: ["data", "activity"],
  },
  {
    path: "computed",
    load: () => import("../features/computed/ComputedPage"),
    label: "computed",
    menu: ["data", "computed"],
  },
  {
    path: "computed/shared/new",
    load: () => import("../features/computed/AllocationPage"),
    label: "allocation",
    who: ["operator"],
  },
  { path: "computed/virtual/:code", load: () => import("../features/computed/VirtualPage") },
  { path: "computed/converted/:code", load: () => import("../features/computed/ConversionPage") },
  { path: "computed/recorded/:code", load: () => import("../features/computed/RecordPage") },
  {
    path: "quarantine",
    load: () => import("../features/quarantine/QuarantinePage"),
    label: "intake",
    menu: ["data", "intake"],
  },
  {
    path: "sources",
    load: () => import("../features/sources/SourcesPage"),
    label: "sources",
    menu: ["ledger", "sources"],
  },
  {
    path: "factors",
    load: () => import("../features/factors/FactorsPage"),
    label: "factors",
    menu: ["ledger", "factors"],
  },
  { path: "factors/:factor", load: () => import("../features/factors/FactorPage") },
  {
    path: "inventory",
    load: () => import("../features/inventory/InventoryPage"),
    label: "inventory",
    menu: ["ledger", "inventory"],
  },
  {
    path: "figures",
    load: () => import("../features/inventory/figures/FiguresPage"),
    label: "figures",
    menu: ["ledger", "figures"],
  },
  {
    path: "quality-plan",
    load: () => import("../features/quality-plan/PlanPage"),
    label: "plan",
    menu: ["ledger", "plan"],
  },
  {
    path: "reports",
    load: () => import("../features/reports/ReportsPage"),
    label: "reports",
    menu: ["ledger", "reports"],
  },
  {
    path: "zero-carbon",
    load: () => import("../features/zero-carbon/ZeroCarbonPage"),
    label: "zero_carbon",
    menu: ["ledger", "zero_carbon"],
    who: PARK,
  },
  {
    path: "functions",
    load: () => import("../features/functions/FunctionsPage"),
    label: "functions",
    menu: ["ledger", "functions"],
    who: PARK,
  },
  {
    path: "locks",
    load: () => import("../features/locks/LocksPage"),
    label: "locks",
    menu: ["ledger", "locks"],
    who: PARK,
  },
  {
    path: "drivers",
    load: () => import("../features/drivers/DriversPage"),
    label: "drivers",
    menu: ["why", "drivers"],
  },
  {
    path: "benchmark",
    load: () => import("../features/benchmark/BenchmarkPage"),
    label: "benchmark",
    menu: ["plan", "benchmark"],
  },
  {
    path: "budgets",
    load: () => import("../features/budgets/BudgetsPage"),
    label: "budgets",
    menu: ["plan", "budgets"],
  },
  {
    path: "pathways",
    load: () => import("../features/planning/PathwaysPage"),
    label: "pathways",
    menu: ["plan", "pathways"],
    who: PARK,
  },
  {
    path: "measures",
    load: () => import("../features/planning/MeasuresPage"),
    label: "planning_measures",
    menu: ["plan", "measures_plan"],
    who: PARK,
  },
  {
    path: "people",
    load: () => import("../features/people/PeoplePage"),
    label: "people",
    menu: ["admin", "people"],
    who: ["operator"],
  },
  {
    path: "agreement",
    load: () => import("../features/people/AgreementPage"),
    label: "agreement",
    menu: ["admin", "agreement"],
  },
  {
    path: "audit",
    load: () => import("../features/audit/AuditPage"),
    label: "audit",
    menu: ["admin", "audit"],
    who: PARK,
  },
  { path: "account", load: () => import("../features/people/AccountPage"), label: "your_account" },
  { path: "help", load: () => import("../features/help/HelpPage"), label: "help" },
];

/** Inside a park, without the menu. */
export const FULL_SCREEN: readonly Page[] = [
  { path: "wall", load: () => import("../features/wall/WallPage"), label: "wall", menu: ["live", "wall"] },
];

/** Of the whole platform. */
export const PLATFORM: readonly Page[] = [
  {
    path: "/parks",
    load: () => import("../features/parks/ParksPage"),
    label: "parks",
    menu: ["admin", "parks"],
    who: ["administrator"],
  },
  {
    path: "/system",
    load: () => import("../features/system/SystemPage"),
    label: "system",
    menu: ["admin", "system"],
    who: ["administrator"],
  },
  { path: "/parks/new/:draft", load: () => import("../features/parks/WizardPage") },
];

export interface Named extends Page {
  label: NonNullable<Page["label"]>;
}

const isNamed = (page: Page): page is Named => page.label !== undefined;

/** The pages that have a name, and are for somebody with this role, in the order of the menu. */
export function pagesFor(role: Who, isAdministrator: boolean): Named[] {
  const ordered = [
    ...PAGES.flatMap(page => (page.path === "live" ? [page, ...FULL_SCREEN] : page)),
    ...PLATFORM,
  ];
  const isFor = ({ who }: Page) =>
    !who || who.includes(role) || (isAdministrator && who.includes("administrator"));
  return ordered.filter(isNamed).filter(isFor);
}

/** The pages of the whole platform that have a name. */
export const platformPages = (isAdministrator: boolean): Named[] =>
  isAdministrator ? PLATFORM.filter(isNamed) : [];

/** Where somebody begins: an enterprise with what it has to do, the others with the whole park. */
export const startOf = (role: Who): string => (role === "enterprise" ? "home" : "live");

/** Where a page is, in a park. */
export const addressOf = (page: Page, park: string): string =>
  page.path.startsWith("/") ? page.path : `/p/${park}/${page.path}`;

/** Whether a place is a page, or below it. */
export const isAt = (address: string, pathname: string): boolean =>
  pathname === address || pathname.startsWith(`${address}/`);

/** The page with a name at an address; one without belongs to that which it was reached from. */
export function namedAt(pathname: string): Named["label"] | undefined {
  const [root, , ...rest] = pathname.split("/").slice(1);
  if (root !== "p") return PLATFORM.find(page => page.path === `/${root}`)?.label;
  const inside = [...PAGES, ...FULL_SCREEN];
  const labelOf = (path: string | undefined) => inside.find(page => page.path === path)?.label;
  return labelOf(rest.join("/")) ?? labelOf(rest[0]);
}
