import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePark } from "../lib/park";
import { PAGES } from "./pages";
import "../styles/help.css";

/** What this page is for, and the keys. Loaded when somebody asks. */
export default function HelpBox({ pathname, onDone }: { pathname: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  // A page without a name of its own belongs to the one that it was reached from.
  const [first] = pathname.split("/").slice(3);
  const label = PAGES.find(page => page.path === first && page.label)?.label;
  return (
    <>
      <h2>{label ? t(`app.${label}`) : t("help.title")}</h2>
      <p>{label ? t(`help.page.${label}`) : t("help.no_page")}</p>
      <h3>{t("help.keys")}</h3>
      <dl className="help-keys">
        {(["search", "help", "close"] as const).map(key => (
          <div key={key}>
            <dt>
              <kbd>{t(`help.key.${key}`)}</kbd>
            </dt>
            <dd>{t(`help.key_does.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="help-actions">
        <Link className="button primary" to={`/p/${park.code}/help`} onClick={onDone}>
          {t("help.to_page")}
        </Link>
        <button type="button" className="button" onClick={onDone}>
          {t("app.close")}
        </button>
      </p>
    </>
  );
}
