import { createBrowserRouter, type RouteObject } from "react-router";
import { Broken } from "./Broken";
import { Guard, Home, Missing, NotFound, ParkGuard } from "./guards";
import { FULL_SCREEN, PAGES, type Page, PLATFORM } from "./pages";

const routed = ({ path, load }: Page): RouteObject => ({ path, lazy: load });

// Where a page fails, the frame around it stays. Not the page's own boundary: the router draws nothing in the
// place of a route whose code did not come.
const guarded = (children: RouteObject[]): RouteObject => ({ ErrorBoundary: Broken, children });

const routes: RouteObject[] = [
  { path: "/login", lazy: () => import("../features/session/LoginPage") },
  { path: "/sso", lazy: () => import("../features/session/SsoPage") },
  { path: "/wall", lazy: () => import("../features/wall/ScreenPage") },
  { path: "/invitation", lazy: () => import("../features/session/InvitationPage") },
  {
    element: <Guard />,
    children: [
      { path: "/", element: <Home /> },
      guarded(PLATFORM.map(routed)),
      {
        path: "/p/:park",
        element: <ParkGuard />,
        children: [
          guarded(FULL_SCREEN.map(routed)),
          {
            lazy: () => import("./Shell"),
            children: [
              { index: true, element: <Home /> },
              guarded(PAGES.map(routed)),
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
