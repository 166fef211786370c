import { createBrowserRouter, type RouteObject } from "react-router";
import { Guard, Home, NotFound, ParkGuard } from "./guards";
import { Shell } from "./Shell";

const routes: RouteObject[] = [
  { path: "/login", lazy: () => import("../features/session/LoginPage") },
  { path: "/sso", lazy: () => import("../features/session/SsoPage") },
  { path: "/wall", lazy: () => import("../features/wall/ScreenPage") },
  { path: "/invitation", lazy: () => import("../features/session/InvitationPage") },
  {
    element: <Guard />,
    children: [
      { path: "/", element: <Home /> },
      { path: "/parks", lazy: () => import("../features/parks/ParksPage") },
      { path: "/system", lazy: () => import("../features/system/SystemPage") },
      { path: "/parks/new/:draft", lazy: () => import("../features/parks/WizardPage") },
      {
        path: "/p/:park",
        element: <ParkGuard />,
        children: [
          { path: "wall", lazy: () => import("../features/wall/WallPage") },
          {
            element: <Shell />,
            children: [
              { index: true, element: <Home /> },
              { path: "live", lazy: () => import("../features/live/LivePage") },
              { path: "explain", lazy: () => import("../features/explain/ExplainPage") },
              { path: "alerts", lazy: () => import("../features/alerts/AlertsPage") },
              { path: "flows", lazy: () => import("../features/flows/FlowsPage") },
              { path: "costs", lazy: () => import("../features/costs/CostsPage") },
              { path: "meters", lazy: () => import("../features/meters/MetersPage") },
              { path: "meters/:point", lazy: () => import("../features/meters/MeterPage") },
              { path: "meters/:point/correct", lazy: () => import("../features/meters/CorrectPage") },
              { path: "meters/:point/event", lazy: () => import("../features/meters/EventPage") },
              { path: "meters/:point/remainder", lazy: () => import("../features/meters/RemainderPage") },
              { path: "computed", lazy: () => import("../features/computed/ComputedPage") },
              { path: "computed/shared/new", lazy: () => import("../features/computed/AllocationPage") },
              { path: "computed/virtual/:code", lazy: () => import("../features/computed/VirtualPage") },
              { path: "figures", lazy: () => import("../features/inventory/figures/FiguresPage") },
              { path: "quality-plan", lazy: () => import("../features/quality-plan/PlanPage") },
              { path: "factors", lazy: () => import("../features/factors/FactorsPage") },
              { path: "factors/:factor", lazy: () => import("../features/factors/FactorPage") },
              { path: "computed/converted/:code", lazy: () => import("../features/computed/ConversionPage") },
              { path: "computed/recorded/:code", lazy: () => import("../features/computed/RecordPage") },
              { path: "drivers", lazy: () => import("../features/drivers/DriversPage") },
              { path: "inventory", lazy: () => import("../features/inventory/InventoryPage") },
              { path: "reports", lazy: () => import("../features/reports/ReportsPage") },
              { path: "zero-carbon", lazy: () => import("../features/zero-carbon/ZeroCarbonPage") },
              { path: "functions", lazy: () => import("../features/functions/FunctionsPage") },
              { path: "people", lazy: () => import("../features/people/PeoplePage") },
              { path: "agreement", lazy: () => import("../features/people/AgreementPage") },
              { path: "account", lazy: () => import("../features/people/AccountPage") },
              { path: "audit", lazy: () => import("../features/audit/AuditPage") },
              { path: "sources", lazy: () => import("../features/sources/SourcesPage") },
              { path: "benchmark", lazy: () => import("../features/benchmark/BenchmarkPage") },
              { path: "budgets", lazy: () => import("../features/budgets/BudgetsPage") },
              { path: "pathways", lazy: () => import("../features/planning/PathwaysPage") },
              { path: "measures", lazy: () => import("../features/planning/MeasuresPage") },
              { path: "locks", lazy: () => import("../features/locks/LocksPage") },
              { path: "health", lazy: () => import("../features/meter-health/MeterHealthPage") },
              { path: "connect", lazy: () => import("../features/connect/ConnectPage") },
              { path: "edges", lazy: () => import("../features/edges/EdgesPage") },
              { path: "edges/:edge", lazy: () => import("../features/edges/EdgePage") },
              { path: "activity", lazy: () => import("../features/activity/ActivityPage") },
              { path: "quarantine", lazy: () => import("../features/quarantine/QuarantinePage") },
            ],
          },
        ],
      },
    ],
  },
  { path: "*", element: <NotFound /> },
];

// While the code of the first page is on its way there is nothing to show yet.
export const router = createBrowserRouter([{ hydrateFallbackElement: <></>, children: routes }]);
