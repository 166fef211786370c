import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation, useParams } from "react-router";
import { useSession } from "../features/session/session";
import { ParkContext } from "../lib/park";
import { Empty } from "../ui/Empty";
import { Problem } from "../ui/Problem";
import { Elsewhere } from "./Elsewhere";
import { startOf } from "./pages";

/** Only with a session; without one, to the log-in and back. */
export function Guard() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isPending) return <div className="page" aria-busy="true" />;
  if (session.error)
    return (
      // Nobody presses a button before a wall: it begins anew when the server answers.
      <div className="page" data-again="">
        <Problem error={session.error} onRetry={() => void session.refetch()} />
      </div>
    );
  const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
  return session.data ? <Outlet /> : <Navigate to={`/login${next}`} replace />;
}

/** The park of the address, if it is open to the person. */
export function ParkGuard() {
  const { t } = useTranslation();
  const { data } = useSession();
  const { park } = useParams();
  const { pathname } = useLocation();
  const membership = data?.memberships.find(item => item.park.code === park);
  if (!membership) {
    const elsewhere = data?.elsewhere.filter(item => item.code === park) ?? [];
    return elsewhere.length > 0 ? (
      <Elsewhere title={t("app.elsewhere_title")} parks={elsewhere} />
    ) : (
      <NotFound />
    );
  }
  // The account's own page stays open: that is where a second factor is set up.
  if (membership.needs_second_factor && !pathname.endsWith("/account"))
    return <SecondFactorNeeded park={membership.park.code} />;
  return (
    <ParkContext.Provider value={membership} key={membership.park.code}>
      <Outlet />
    </ParkContext.Provider>
  );
}

function SecondFactorNeeded({ park }: { park: string }) {
  const { t } = useTranslation();
  return (
    <main className="page">
      <Empty
        title={t("factor.needed")}
        hint={t("factor.needed_hint")}
        action={
          <Link className="button primary" to={`/p/${park}/account`}>
            {t("factor.to_account")}
          </Link>
        }
      />
    </main>
  );
}

/** To the first park. */
export function Home() {
  const { t } = useTranslation();
  const { data } = useSession();
  const first = data?.memberships[0];
  if (first) return <Navigate to={`/p/${first.park.code}/${startOf(first.role)}`} replace />;
  if (data?.user.is_admin) return <Navigate to="/parks" replace />;
  if (data && data.elsewhere.length > 0)
    return <Elsewhere title={t("app.elsewhere_only")} parks={data.elsewhere} />;
  return (
    <main className="page">
      <Empty title={t("app.no_parks")} hint={t("app.no_parks_hint")} />
    </main>
  );
}

export function NotFound() {
  return (
    <main className="page">
      <Missing />
    </main>
  );
}

/** There is no such page, where the frame of the application is around it already. */
export function Missing() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h1>{t("app.not_found")}</h1>
      <p>{t("app.not_found_hint")}</p>
      <a className="button" href="/">
        {t("app.to_live")}
      </a>
    </div>
  );
}
