import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ParkContext } from "../lib/park";
import { namedAt } from "./pages";
import "../styles/help.css";

const KEYS = ["search", "help", "close"] as const;

/** What this page is for, and the keys. Loaded when somebody asks. */
export default function HelpBox({ pathname, onDone }: { pathname: string; onDone: () => void }) {
  const { t } = useTranslation();
  // The platform's own pages are of no park.
  const membership = useContext(ParkContext);
  const label = namedAt(pathname);
  return (
    <>
      <h2>{label ? t(`app.${label}`) : t("help.title")}</h2>
      <p>{label ? t(`help.page.${label}`) : t("help.no_page")}</p>
      <h3>{t("help.keys")}</h3>
      <dl className="help-keys">
        {KEYS.map(key => (
          <div key={key}>
            <dt>
              <kbd>{t(`help.key.${key}`)}</kbd>
            </dt>
            <dd>{t(`help.key_does.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="help-actions">
        {membership && (
          <Link className="button primary" to={`/p/${membership.park.code}/help`} onClick={onDone}>
            {t("help.to_page")}
          </Link>
        )}
        <button type="button" className="button" onClick={onDone}>
          {t("app.close")}
        </button>
      </p>
    </>
  );
}
