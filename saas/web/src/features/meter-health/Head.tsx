import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Health } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import type { Shared } from "./words";
import { ageText } from "./words";

interface Props {
  health: Health;
  park: string;
  format: Format;
  change: Shared["change"];
}

const LATE_CHECK_MS = 5 * 60_000;
const total = (health: Health, severity: string) =>
  health.rules.filter(r => r.severity === severity).reduce((sum, r) => sum + r.count, 0);

/** All well, or how much is not; and when that was last looked at. */
export function Head({ health, park, format, change }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const errors = total(health, "error");
  const warnings = total(health, "warning");
  const late = health.points.filter(p => p.late).length;
  const checkAge = health.check ? health.time - health.check.time : null;
  const isStale = checkAge === null || checkAge > LATE_CHECK_MS;
  const isWell = errors + warnings + late + health.revisions + (health.quarantine ?? 0) === 0;
  return (
    <>
      <p
        className={`health-verdict ${isWell ? "is-well" : errors ? "is-bad" : "is-warn"}`}
        role="status"
        data-testid="health-verdict"
        data-well={isWell}
      >
        <strong>{isWell ? t("health.all_well") : t("health.not_all_well")}</strong>
        <span>
          {health.check
            ? t("health.checked", {
                time: format.clock(health.check.time),
                points: format.number(health.check.points),
              })
            : t("health.never_checked")}
          {isStale && health.check && (
            <span className="chip chip-warn">
              {t("health.check_late", { age: ageText(t, checkAge ?? 0) })}
            </span>
          )}
        </span>
      </p>
      <dl className="health-kpis">
        <div className="health-kpi health-kpi-wide">
          <dt>{t("health.last_day")}</dt>
          <dd className="health-carriers">
            {health.last_day.map(c => (
              <span key={c.carrier}>
                <b>{c.coverage === null ? "–" : format.percent(c.coverage)}</b> {label("carrier", c.carrier)}
                <small>{t("health.estimated", { share: format.percent(c.estimated) })}</small>
              </span>
            ))}
          </dd>
        </div>
        <Count
          label={t("health.errors")}
          value={format.number(errors)}
          isBad={errors > 0}
          onClick={() => change({ severity: "error", state: "open" })}
        />
        <Count
          label={t("health.warnings")}
          value={format.number(warnings)}
          onClick={() => change({ severity: "warning", state: "open" })}
        />
        <Count
          label={t("health.heard")}
          value={`${format.number(health.points.length - late)} / ${format.number(health.points.length)}`}
          isBad={late > 0}
          href="#points"
        />
        <Count
          label={t("health.contradictions")}
          value={format.number(health.revisions)}
          isBad={health.revisions > 0}
          href="#readings"
        />
        {health.quarantine !== null && (
          <Count
            label={t("health.quarantine")}
            value={format.number(health.quarantine)}
            isBad={health.quarantine > 0}
            to={`/p/${park}/quarantine`}
          />
        )}
      </dl>
    </>
  );
}

interface CountProps {
  label: string;
  value: string;
  isBad?: boolean;
  onClick?: () => void;
  href?: string;
  to?: string;
}

function Count({ label, value, isBad = false, onClick, href, to }: CountProps) {
  const content = <span className={isBad ? "health-bad" : ""}>{value}</span>;
  return (
    <div className="health-kpi">
      <dt>{label}</dt>
      <dd>
        {onClick && (
          <button type="button" className="figure" onClick={onClick} aria-label={`${label}: ${value}`}>
            {content}
          </button>
        )}
        {href && (
          <a className="figure" href={href} aria-label={`${label}: ${value}`}>
            {content}
          </a>
        )}
        {to && (
          <Link className="figure" to={to} aria-label={`${label}: ${value}`}>
            {content}
          </Link>
        )}
      </dd>
    </div>
  );
}
