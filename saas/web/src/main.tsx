import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, startTransition, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { ProblemError } from "./api/problem";
import { currentLanguage, useLanguage } from "./app/preferences";
import { router } from "./app/router";
import { sessionQuery } from "./features/session/session";
import { speak } from "./i18n";
import { freshFor, type Handle, started } from "./lib/first";
import { giveStylesTheNonce } from "./lib/nonce";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/live.css";

giveStylesTheNonce();

const MAX_RETRIES = 2;
/** So long the first picture waits for its answers when its code is here; then it shows where they will be. */
const PATIENCE_MS = 300;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses stays refused; what it could not do just now may work.
      retry: (failures, error) =>
        failures < MAX_RETRIES &&
        !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
      staleTime: freshFor,
    },
  },
});

// Who is logged in is asked while the code of the page is on its way.
const session = client.prefetchQuery(sessionQuery);

function App() {
  const language = useLanguage();
  useEffect(() => {
    void speak(language);
  }, [language]);
  // Its parts have asked before it.
  useEffect(started, []);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

const routed = new Promise<void>(resolve => {
  const look = ({ initialized }: { initialized: boolean }) => initialized && resolve();
  router.subscribe(look);
  look(router.state);
});

/** Who is logged in, and what the page asks first: rendered with these, it is rendered once. */
async function answers(): Promise<void> {
  await Promise.all([session, routed]);
  const page = router.state.matches.at(-1);
  const member = client
    .getQueryData(sessionQuery.queryKey)
    ?.memberships.find(item => item.park.code === page?.params.park);
  const handle: Handle | undefined = page?.route.handle;
  if (member && !member.needs_second_factor)
    await handle?.askFirst(client, member, new URLSearchParams(location.search));
}

/** Not awaited by this module: the code of a page imports from it, and would wait for it in turn. */
async function start(root: HTMLElement): Promise<void> {
  // What fails here is asked again by the page, which says so.
  const answered = answers().catch(() => undefined);
  await Promise.all([speak(currentLanguage()), routed]);
  await Promise.race([answered, new Promise(resolve => setTimeout(resolve, PATIENCE_MS))]);
  // As a transition: what the page shows first is rendered in pieces, and what comes meanwhile is not kept waiting.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}

const root = document.getElementById("root");
if (root) void start(root);
