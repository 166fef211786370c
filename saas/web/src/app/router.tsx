import { createBrowserRouter, type RouteObject } from "react-router";
import { Broken } from "./Broken";
import { Guard, Home, Missing, NotFound, ParkGuard } from "./guards";
import { FULL_SCREEN, PAGES, type Page, PLATFORM } from "./pages";

// Each page has a boundary of its own: where one fails, the frame around it stays.
const routed = ({ path, load }: Page): RouteObject => ({ path, lazy: load, ErrorBoundary: Broken });

const routes: RouteObject[] = [
  { path: "/login", lazy: () => import("../features/session/LoginPage") },
  { path: "/sso", lazy: () => import("../features/session/SsoPage") },
  { path: "/wall", lazy: () => import("../features/wall/ScreenPage") },
  { path: "/invitation", lazy: () => import("../features/session/InvitationPage") },
  {
    element: <Guard />,
    children: [
      { path: "/", element: <Home /> },
      ...PLATFORM.map(routed),
      {
        path: "/p/:park",
        element: <ParkGuard />,
        children: [
          ...FULL_SCREEN.map(routed),
          {
            lazy: () => import("./Shell"),
            children: [
              { index: true, element: <Home /> },
              ...PAGES.map(routed),
              { path: "*", element: <Missing /> },
            ],
          },
        ],
      },
    ],
  },
  { path: "*", element: <NotFound /> },
];

// While the code of the first page is on its way there is nothing to show yet.
export const router = createBrowserRouter([
  { hydrateFallbackElement: <></>, ErrorBoundary: Broken, children: routes },
]);
