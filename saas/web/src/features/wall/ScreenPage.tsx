import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { getWall, openWall, SCREEN } from "../../api/calls";
import { ProblemError } from "../../api/problem";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Wall } from "./WallPage";

const RETRY_MS = 15_000;

/** A screen that holds a link: its token stands behind the #, which no server ever sees, and is given once. */
export function Component() {
  const { t } = useTranslation();
  const [token, setToken] = useState(takeToken);
  // A new link pasted over an ended one changes the address behind the # only: nothing is loaded again.
  useEffect(() => {
    const taken = () => setToken(old => takeToken() || old);
    window.addEventListener("hashchange", taken);
    return () => window.removeEventListener("hashchange", taken);
  }, []);
  const query = useQuery({
    queryKey: ["wall", token],
    queryFn: () => (token ? openWall(token) : getWall()),
    // A screen has nobody who would press a button: it tries again by itself, and keeps what it shows.
    refetchInterval: found =>
      found.state.status === "error" && !isEndedBy(found.state.error) ? RETRY_MS : false,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.data) return <Wall source={SCREEN} named={query.data} timeZone={query.data.timezone} />;
  const isEnded = isEndedBy(query.error);
  return (
    <main className="page" aria-busy={query.isPending}>
      {isEnded ? (
        <Empty title={t("screen.ended")} hint={t("screen.ended_hint")} />
      ) : (
        query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />
      )}
    </main>
  );
}

function takeToken(): string {
  const given = location.hash.slice(1);
  if (given) history.replaceState(null, "", "/wall");
  return given;
}

function isEndedBy(error: unknown): boolean {
  return error instanceof ProblemError && error.type === "wall_link";
}

/** What failed, for whoever passes by; the screen begins anew by itself (src/first-paint.js). */
export function ErrorBoundary() {
  const { t } = useTranslation();
  return (
    <main className="page" data-again="">
      <Empty title={t("problem.other")} hint={t("screen.again")} />
    </main>
  );
}
