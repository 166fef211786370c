import { lazy, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { type Ask, AskContext, type Asked } from "../features/explain/context";
import { useSettled } from "../features/live/useSettled";
import { useLogOut, useSession } from "../features/session/session";
import { useFormat } from "../lib/format";
import { usePark } from "../lib/park";
import { withPeriod } from "../lib/period";
import { Late } from "../ui/Late";
import { Preferences } from "../ui/Preferences";
import { Bell } from "./Bell";
import { Help } from "./Help";
import { Menu } from "./Menu";
import { Search } from "./Search";
import { TopSlotContext } from "./slot";
import { Title } from "./Title";

const ExplainDrawer = lazy(() => import("../features/explain/ExplainDrawer"));

/** Menu on the left, park, account and preferences on top, and Explain over everything. */
export function Component() {
  const { t } = useTranslation();
  const { park } = usePark();
  const explain = useExplain();
  const format = useFormat(park.timezone);
  useSettled(park.code);
  const { pathname } = useLocation();
  // A link inside Explain leads away from the number that it is about.
  const { close } = explain;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the address that closes it
  useEffect(() => close(), [pathname, close]);
  // There before it is on the page, so that the title is in the first picture and nothing is rendered twice for it.
  const [slot] = useState(() => document.createElement("div"));
  const place = useCallback((host: HTMLElement | null) => host?.append(slot), [slot]);
  return (
    <AskContext.Provider value={explain.ask}>
      <Title park={format.name(park)} />
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      <div className="shell">
        <Menu />
        <header className="top">
          <ParkSwitcher />
          <div className="top-slot" ref={place} />
          <div className="top-end">
            <Search />
            <Help />
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
        <Late>
          <ExplainDrawer
            asked={explain.asked}
            isOpen={explain.isOpen}
            onClose={explain.close}
            onClosed={explain.closed}
          />
        </Late>
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

function ParkSwitcher() {
  const { t } = useTranslation();
  const { data } = useSession();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const page = pathname.split("/")[3] ?? "live";
  const parks = data?.memberships ?? [];
  const elsewhere = data?.elsewhere ?? [];
  if (parks.length + elsewhere.length < 2) return <p className="top-park">{format.name(park)}</p>;
  return (
    <label className="top-park">
      <span className="sr-only">{t("app.park")}</span>
      <select
        value={park.code}
        onChange={event => navigate(withPeriod(`/p/${event.target.value}/${page}`, { pathname, search }))}
      >
        {parks.map(item => (
          <option key={item.park.code} value={item.park.code}>
            {format.name(item.park)}
          </option>
        ))}
        {elsewhere.length > 0 && (
          <optgroup label={t("app.elsewhere")}>
            {elsewhere.map(item => (
              <option key={item.code} value={item.code}>
                {format.name(item)} · {new URL(item.url).host}
              </option>
            ))}
          </optgroup>
        )}
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
