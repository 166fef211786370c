import { Fragment, type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import { type NavigateFunction, useLocation, useNavigate } from "react-router";
import { useSession } from "../features/session/session";
import { usePark } from "../lib/park";
import { withPeriod } from "../lib/period";
import { Logo } from "../ui/Logo";
import { ICONS } from "./icons";
import { addressOf, GROUPS, isAt, pagesFor } from "./pages";

/** The way to every page that has a place in it: rendered anew where the address or the person changes. */
export const Menu = memo(function Menu() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { data } = useSession();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const pages = pagesFor(role, data?.user.is_admin ?? false);
  return (
    <nav className="menu" aria-label={t("app.menu")}>
      <p className="brand">
        <Logo /> <span className="sr-only">ParkCarbon</span>
      </p>
      {GROUPS.map(group => (
        <Fragment key={group}>
          <p className="menu-group">{t(`app.group_${group}`)}</p>
          {pages.map(
            page =>
              page.menu?.[0] === group && (
                <MenuLink
                  key={page.path}
                  to={withPeriod(addressOf(page, park.code), { pathname, search })}
                  isHere={isAt(addressOf(page, park.code), pathname)}
                  icon={page.menu[1]}
                  label={t(`app.${page.label}`)}
                  go={navigate}
                />
              ),
          )}
        </Fragment>
      ))}
    </nav>
  );
});

interface LinkProps {
  to: string;
  isHere: boolean;
  icon: keyof typeof ICONS;
  label: string;
  go: NavigateFunction;
}

/**
 * A link whose address is whole: the router's own link resolves it against the place and makes an URL of it, for
 * all of the menu 6 % of what the first render took.
 */
function MenuLink({ to, isHere, icon, label, go }: LinkProps) {
  const follow = (event: MouseEvent) => {
    // Another tab or window, or a download: the browser's own.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void go(to, { replace: location.pathname === to.split("?")[0] });
  };
  return (
    <a
      href={to}
      className={isHere ? "menu-link active" : "menu-link"}
      aria-current={isHere ? "page" : undefined}
      title={label}
      onClick={follow}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={ICONS[icon]} />
      </svg>
      <span>{label}</span>
    </a>
  );
}
