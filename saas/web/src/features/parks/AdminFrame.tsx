import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Help } from "../../app/Help";
import { Search } from "../../app/Search";
import { Title } from "../../app/Title";
import { Empty } from "../../ui/Empty";
import { Logo } from "../../ui/Logo";
import { Preferences } from "../../ui/Preferences";
import { useSession } from "../session/session";
import "../../styles/meters.css";
import "../../styles/people.css";
import "../../styles/connect.css";
import "../../styles/parks.css";

/** A page of the whole platform, outside of every park: for administrators. */
export function AdminFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  const { data } = useSession();
  return (
    <div className="admin">
      <Title />
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      <header className="top admin-top">
        <Link to="/" className="brand" aria-label={t("parks.back")}>
          <Logo />
        </Link>
        <h1>{title}</h1>
        <nav className="admin-nav" aria-label={t("app.menu")}>
          <Link to="/parks">{t("parks.title")}</Link>
          <Link to="/system">{t("system.title")}</Link>
          {data?.memberships.length ? <Link to="/">{t("parks.back")}</Link> : null}
        </nav>
        <div className="top-end">
          <Search />
          <Help />
          <Preferences />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="page">
        {data?.user.is_admin ? (
          children
        ) : (
          <Empty title={t("app.forbidden")} hint={t("parks.forbidden_hint")} />
        )}
      </main>
    </div>
  );
}
