import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { type Ask, AskContext, type Asked } from "../features/explain/context";
import { useLogOut, useSession } from "../features/session/session";
import { useFormat } from "../lib/format";
import { usePark } from "../lib/park";
import { Logo } from "../ui/Logo";
import { Preferences } from "../ui/Preferences";
import { Bell } from "./Bell";
import { Search } from "./Search";
import { TopSlotContext } from "./slot";

const ExplainDrawer = lazy(() => import("../features/explain/ExplainDrawer"));

const ICONS = {
  // A leaf in a ring, and a list of what is done.
  zero_carbon: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M7 13c0-4 2.5-6 6-6 0 4-2 6-6 6zm0 0 3-3",
  functions: "M3 5.5l1.5 1.5L7 4M3 11l1.5 1.5L7 9.5M3 16l1.5 1.5L7 14.5M10 5.5h7M10 11h7M10 16h7",
  live: "M2 10h3l2.5-6 4 12L14 8l1.2 2H18",
  wall: "M2.5 4h15v9.5h-15zM7 17h6",
  // A bell.
  alerts: "M4.5 14h11l-1.5-2.5V8.5a4 4 0 0 0-8 0v3zM8.5 16.5a1.5 1.5 0 0 0 3 0",
  // Two streams that part and meet.
  flows: "M2.5 5h4c4 0 3 10 7 10h4M2.5 10h15M2.5 15h4c4 0 3-10 7-10h4",
  costs: "M5 17V4.5h10V17l-2.5-1.5L10 17l-2.5-1.5zM8 8l2 2.5L12 8m-2 2.5V14m-2-2.5h4",
  // A dial with its pointer.
  meters: "M3 14.5a7.5 7.5 0 1 1 14 0M10 12.5l3.2-4.2M6 14.5h8",
  health: "M2 10.5h4l2-5 3.5 9 2-4H18M3.5 6.5a4 4 0 0 1 6.5-2.6 4 4 0 0 1 6.5 2.6",
  // A box with lamps and an antenna.
  edges: "M3 11h14v5.5H3zM6 13.75h.5M9 13.75h.5M14 11V4.5M11.5 6.5a3.5 3.5 0 0 1 5 0",
  activity: "M5 2.5h10v15l-2.5-1.5L10 17.5 7.5 16 5 17.5zM7.5 7h5M7.5 10.5h5",
  // Sums and parts of meters; a padlock.
  computed: "M4 4.5h9.5L9 10l4.5 5.5H4M16 4.5v3M14.5 6h3M14.5 15.5h3",
  sources: "M4 16.5h12M6 16.5V8l4 2.5V8l4 2.5v6M8 5.5c0-1.5 1.5-1 1.5-2.5",
  // A list with its sum.
  inventory: "M4 3.5h12v13H4zM7 7h6M7 10h6M7 13.5h2.5M12 13.5h1",
  locks: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v2",
  // Two people; a list with a seal.
  people:
    "M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 17c0-3.5 2-5.5 5.5-5.5S13 13.5 13 17M13 3.5a3 3 0 0 1 0 5.5M15 12c2 .7 3 2.5 3 5",
  // Two hands that meet: a page with two signatures.
  agreement: "M4 2.5h12v15H4zM7 6h6M7 9h6M6.5 14c1-1.5 2-1.5 2.5 0M11 14c1-1.5 2-1.5 2.5 0",
  audit:
    "M4 2.5h9l3 3V10M4 2.5V17.5h5M7 7h5M7 10.5h3M14.5 12a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M13 16.5v2.5l1.5-1 1.5 1v-2.5",
  // A book of values.
  reports: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11 2.5v4h4M8 10.5h4.5M8 13.5h4.5",
  figures: "M3.5 16.5h13M5 14c2 0 2.5-9 5-9s3 9 5 9M10 5v11",
  plan: "M5 3.5h10v13H5zM7.5 7l1.2 1.2L11 6M7.5 11.5l1.2 1.2L11 10.5M12.5 7.5h.5M12.5 12h.5",
  factors: "M4.5 3.5h9a2 2 0 0 1 2 2v11h-9a2 2 0 0 1-2-2zM4.5 14.5a2 2 0 0 1 2-2h9M8 7h4.5",
  // Steps that lead from one total to another.
  drivers: "M3 16.5v-9h3v9M8.5 7.5h3v-4h-3zM14 3.5h3v13h-3z",
  // A path that bends down; coins of different height.
  pathways: "M3 4v12.5h14M4.5 9c3-4 5-3 6.5 0s3 4 5.5 5",
  // A glass that runs empty to a mark.
  budgets: "M3 3.5v13h14M6 6l3 3.5L12 11l4.5 3.5M5.5 14.5h.5M8.5 14.5H9M11.5 14.5h.5",
  // Bars that end before, at and behind a line.
  benchmark: "M3 5h7M3 10h10M3 15h13M12 3v14",
  measures_plan: "M3 16.5h14M4.5 16V11h3v5M8.5 16V7.5h3V16M12.5 16V4h3v12",
  // Three halls beside each other.
  parks: "M2.5 17V9l5-3v11M7.5 17V4.5l5 2V17M12.5 17V9h5v8M2 17h16",
  intake: "M10 2.5v8m0 0 3-3m-3 3-3-3M3 12v4.5h14V12",
};

/** Menu on the left, park, account and preferences on top, and Explain over everything. */
export function Shell() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { data } = useSession();
  const explain = useExplain();
  const { pathname } = useLocation();
  // A link inside Explain leads away from the number that it is about.
  const { close } = explain;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the address that closes it
  useEffect(() => close(), [pathname, close]);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <AskContext.Provider value={explain.ask}>
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      <div className="shell">
        <nav className="menu" aria-label={t("app.menu")}>
          <p className="brand">
            <Logo /> <span className="sr-only">ParkCarbon</span>
          </p>
          <p className="menu-group">{t("app.group_live")}</p>
          <MenuLink to={`/p/${park.code}/live`} icon="live" label={t("app.live")} />
          <MenuLink to={`/p/${park.code}/wall`} icon="wall" label={t("app.wall")} />
          <MenuLink to={`/p/${park.code}/alerts`} icon="alerts" label={t("app.alerts")} />
          <MenuLink to={`/p/${park.code}/flows`} icon="flows" label={t("app.flows")} />
          <MenuLink to={`/p/${park.code}/costs`} icon="costs" label={t("app.costs")} />
          <p className="menu-group">{t("app.group_data")}</p>
          <MenuLink to={`/p/${park.code}/meters`} icon="meters" label={t("app.meters")} />
          <MenuLink to={`/p/${park.code}/health`} icon="health" label={t("app.health")} />
          <MenuLink to={`/p/${park.code}/edges`} icon="edges" label={t("app.edges")} />
          <MenuLink to={`/p/${park.code}/activity`} icon="activity" label={t("app.activity")} />
          <MenuLink to={`/p/${park.code}/computed`} icon="computed" label={t("app.computed")} />
          <MenuLink to={`/p/${park.code}/quarantine`} icon="intake" label={t("app.intake")} />
          <p className="menu-group">{t("app.group_ledger")}</p>
          <MenuLink to={`/p/${park.code}/sources`} icon="sources" label={t("app.sources")} />
          <MenuLink to={`/p/${park.code}/factors`} icon="factors" label={t("app.factors")} />
          <MenuLink to={`/p/${park.code}/inventory`} icon="inventory" label={t("app.inventory")} />
          <MenuLink to={`/p/${park.code}/figures`} icon="figures" label={t("app.figures")} />
          <MenuLink to={`/p/${park.code}/quality-plan`} icon="plan" label={t("app.plan")} />
          <MenuLink to={`/p/${park.code}/reports`} icon="reports" label={t("app.reports")} />
          {role !== "enterprise" && (
            <>
              <MenuLink to={`/p/${park.code}/zero-carbon`} icon="zero_carbon" label={t("app.zero_carbon")} />
              <MenuLink to={`/p/${park.code}/functions`} icon="functions" label={t("app.functions")} />
            </>
          )}
          {role !== "enterprise" && (
            <MenuLink to={`/p/${park.code}/locks`} icon="locks" label={t("app.locks")} />
          )}
          <p className="menu-group">{t("app.group_why")}</p>
          <MenuLink to={`/p/${park.code}/drivers`} icon="drivers" label={t("app.drivers")} />
          <p className="menu-group">{t("app.group_admin")}</p>
          {role === "operator" && (
            <MenuLink to={`/p/${park.code}/people`} icon="people" label={t("app.people")} />
          )}
          <MenuLink to={`/p/${park.code}/agreement`} icon="agreement" label={t("app.agreement")} />
          {role !== "enterprise" && (
            <MenuLink to={`/p/${park.code}/audit`} icon="audit" label={t("app.audit")} />
          )}
          {data?.user.is_admin && <MenuLink to="/parks" icon="parks" label={t("app.parks")} />}
          <p className="menu-group">{t("app.group_plan")}</p>
          <MenuLink to={`/p/${park.code}/benchmark`} icon="benchmark" label={t("app.benchmark")} />
          <MenuLink to={`/p/${park.code}/budgets`} icon="budgets" label={t("app.budgets")} />
          {role !== "enterprise" && (
            <>
              <MenuLink to={`/p/${park.code}/pathways`} icon="pathways" label={t("app.pathways")} />
              <MenuLink
                to={`/p/${park.code}/measures`}
                icon="measures_plan"
                label={t("app.planning_measures")}
              />
            </>
          )}
        </nav>
        <header className="top">
          <ParkSwitcher />
          <div className="top-slot" ref={setSlot} />
          <div className="top-end">
            <Search />
            <Bell />
            <Preferences />
            <Account />
          </div>
        </header>
        <main id="content" tabIndex={-1}>
          {park.state !== "active" && (
            <p className="at-rest" role="status">
              {t(`app.at_rest_${park.state}`)}
            </p>
          )}
          <TopSlotContext.Provider value={slot}>
            <Outlet />
          </TopSlotContext.Provider>
        </main>
      </div>
      {explain.asked && (
        <Suspense fallback={null}>
          <ExplainDrawer
            asked={explain.asked}
            isOpen={explain.isOpen}
            onClose={explain.close}
            onClosed={explain.closed}
          />
        </Suspense>
      )}
    </AskContext.Provider>
  );
}

/** The number that is being explained, and the way back to where it was clicked. */
function useExplain() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const ask = useCallback<Ask>((what, element) => {
    opener.current = element;
    setAsked(what);
    setOpen(true);
  }, []);
  const close = useCallback(() => setOpen(false), []);
  const closed = useCallback(() => {
    setAsked(null);
    if (opener.current?.isConnected) opener.current.focus();
    opener.current = null;
  }, []);
  return { asked, isOpen, ask, close, closed };
}

function MenuLink({ to, icon, label }: { to: string; icon: keyof typeof ICONS; label: string }) {
  return (
    <NavLink to={to} className="menu-link" title={label}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={ICONS[icon]} />
      </svg>
      <span>{label}</span>
    </NavLink>
  );
}

function ParkSwitcher() {
  const { t } = useTranslation();
  const { data } = useSession();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const page = pathname.split("/")[3] ?? "live";
  const parks = data?.memberships ?? [];
  if (parks.length < 2) return <p className="top-park">{format.name(park)}</p>;
  return (
    <label className="top-park">
      <span className="sr-only">{t("app.park")}</span>
      <select value={park.code} onChange={event => navigate(`/p/${event.target.value}/${page}`)}>
        {parks.map(item => (
          <option key={item.park.code} value={item.park.code}>
            {format.name(item.park)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Account() {
  const { t } = useTranslation();
  const { data } = useSession();
  const { role, enterprise, park } = usePark();
  const format = useFormat(park.timezone);
  const logOut = useLogOut();
  return (
    <details className="account">
      <summary>
        <span className="avatar" aria-hidden="true">
          {data?.user.name.slice(0, 1)}
        </span>
        <span className="sr-only">{t("app.account")}</span>
        <span className="account-name">{data?.user.name}</span>
      </summary>
      <div className="account-menu">
        <p>
          <strong>{data?.user.name}</strong>
          <br />
          <span className="note">
            {data?.user.login} · {t(`role.${role}`)}
            {enterprise && ` · ${format.name(enterprise)}`}
          </span>
        </p>
        <NavLink className="button" to={`/p/${park.code}/account`}>
          {t("app.your_account")}
        </NavLink>
        <button type="button" className="button" onClick={() => logOut.mutate()} data-testid="log-out">
          {t("app.log_out")}
        </button>
      </div>
    </details>
  );
}
