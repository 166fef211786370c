import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, startTransition, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { ProblemError } from "./api/problem";
import { currentLanguage, useLanguage } from "./app/preferences";
import { router } from "./app/router";
import { sessionQuery } from "./features/session/session";
import { speak } from "./i18n";
import { giveStylesTheNonce } from "./lib/nonce";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/live.css";

giveStylesTheNonce();

const MAX_RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses stays refused; what it could not do just now may work.
      retry: (failures, error) =>
        failures < MAX_RETRIES &&
        !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

// Who is logged in is asked while the code of the page is on its way.
void client.prefetchQuery(sessionQuery);

function App() {
  const language = useLanguage();
  useEffect(() => {
    void speak(language);
  }, [language]);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

await speak(currentLanguage());

const root = document.getElementById("root");
// As a transition: what the page shows first is rendered in pieces, and what comes meanwhile is not kept waiting.
if (root)
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
