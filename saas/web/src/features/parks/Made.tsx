import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MadePark } from "../../api/parks";
import { Invitations } from "./Invitations";

/** The park is there: links for its people, and what comes next. */
export function Made({ made }: { made: MadePark }) {
  const { t } = useTranslation();
  return (
    <div className="card wizard-card" data-testid="wizard-made">
      <h2 className="connect-title">{t("parks.made", { park: made.park })}</h2>
      <p>{t(made.is_fed ? "parks.made_fed" : "parks.made_next")}</p>
      <Invitations invitations={made.invitations} />
      <div className="wizard-buttons">
        <Link className="button primary" to={`/p/${made.park}/live`} data-testid="wizard-live">
          {t("app.to_live")}
        </Link>
        {!made.is_fed && (
          <Link className="button" to={`/p/${made.park}/connect`}>
            {t("parks.connect")}
          </Link>
        )}
        <Link className="button" to="/parks">
          {t("parks.title")}
        </Link>
      </div>
    </div>
  );
}
