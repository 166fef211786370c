import { createBrowserRouter } from "react-router";
import { Component as LivePage } from "../features/live/LivePage";
import { Guard, Home, NotFound, ParkGuard } from "./guards";
import { Shell } from "./Shell";

// The live page comes with the entry: it is what people open.
export const router = createBrowserRouter([
  { path: "/login", lazy: () => import("../features/session/LoginPage") },
  {
    element: <Guard />,
    children: [
      { path: "/", element: <Home /> },
      {
        path: "/p/:park",
        element: <ParkGuard />,
        children: [
          { path: "wall", lazy: () => import("../features/wall/WallPage") },
          {
            element: <Shell />,
            children: [
              { index: true, element: <Home /> },
              { path: "live", element: <LivePage /> },
              { path: "explain", lazy: () => import("../features/explain/ExplainPage") },
              { path: "quarantine", lazy: () => import("../features/quarantine/QuarantinePage") },
            ],
          },
        ],
      },
    ],
  },
  { path: "*", element: <NotFound /> },
]);
