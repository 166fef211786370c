import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePark } from "../../lib/park";

/** Ways without a device that sends: what they are for, and the pages where it is done. */
export function Elsewhere({ way, onBack }: { way: "file" | "manual"; onBack: () => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const links =
    way === "file"
      ? ([
          ["meters?import=1", "connect.to_import", "connect.to_import_hint"],
          ["activity?tab=history", "connect.to_past", "connect.to_past_hint"],
        ] as const)
      : ([
          ["activity", "connect.to_bills", "connect.to_bills_hint"],
          ["activity?tab=stock", "connect.to_stock", "connect.to_stock_hint"],
        ] as const);
  return (
    <>
      <ul className="connect-elsewhere">
        {links.map(([to, title, hint]) => (
          <li key={to} className="card">
            <h3>
              <Link to={`/p/${park.code}/${to}`}>{t(title)}</Link>
            </h3>
            <p className="note">{t(hint)}</p>
          </li>
        ))}
      </ul>
      <p className="wizard-buttons">
        <button type="button" className="button" onClick={onBack} data-testid="connect-back">
          {t("wizard.back")}
        </button>
      </p>
    </>
  );
}
