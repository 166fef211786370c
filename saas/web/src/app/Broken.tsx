import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { isOutdated } from "./outdated";

/**
 * In the place of a page that failed: what to do about it. The menu and all other pages stay. `data-again`: a wall
 * does it by itself (src/first-paint.js).
 */
export function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  const kind = isOutdated(error) ? "outdated" : "broken";
  return (
    <div className="page" data-again="">
      <div className="empty" role="alert" data-testid="broken" data-kind={kind}>
        <h1>{t(`app.${kind}`)}</h1>
        <p>{t(`app.${kind}_hint`)}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t("app.reload")}
        </button>
        {kind === "broken" && (
          <p className="problem-trace" lang="en">
            <code>{error instanceof Error ? `${error.name}: ${error.message}` : String(error)}</code>
          </p>
        )}
      </div>
    </div>
  );
}
