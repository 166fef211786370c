import { useTranslation } from "react-i18next";
import type { ParkDifference, ParkPlan } from "../../api/parks";

const SIGN = { added: "+", changed: "~", removed: "\u2212" } as const;
const SHOWN = 200;

/** What applying would do, in the order of the file; what stays, and what is in the way. */
export function PlanView({ plan }: { plan: ParkPlan }) {
  const { t } = useTranslation();
  const isSame = plan.differences.length === 0 && plan.conflicts.length === 0;
  return (
    <div className="plan-view" data-testid="park-plan" data-changes={plan.differences.length}>
      {plan.conflicts.map(one => (
        <div className="problem" role="alert" key={one.problem}>
          <strong>{one.problem}</strong>
          <p>{one.remedy}</p>
        </div>
      ))}
      <p className="strong">
        {plan.is_new
          ? t("parks.plan_new", { park: plan.park })
          : isSame
            ? t("parks.plan_same", { park: plan.park })
            : t("parks.plan_changes", { park: plan.park, count: plan.differences.length })}
      </p>
      {plan.is_new ? <Counts differences={plan.differences} /> : <Lines differences={plan.differences} />}
      {plan.kept.length > 0 && (
        <>
          <h3>{t("parks.kept")}</h3>
          <ul className="plan-lines">
            {plan.kept.slice(0, SHOWN).map(one => (
              <li key={`${one.difference.section} ${one.difference.key}`} data-action="kept">
                <span aria-hidden="true">=</span> {t(`parks.section.${one.difference.section}` as never)}{" "}
                <code>{one.difference.key}</code>
                <span className="note">{t(`parks.why_${one.reason}`)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {Object.keys(plan.unmentioned).length > 0 && (
        <p className="note">
          {t("parks.unmentioned", {
            what: Object.entries(plan.unmentioned)
              .map(([section, count]) => `${t(`parks.section.${section}` as never)} ${count}`)
              .join(", "),
          })}
        </p>
      )}
    </div>
  );
}

function Counts({ differences }: { differences: ParkDifference[] }) {
  const { t } = useTranslation();
  const counts = new Map<string, number>();
  for (const one of differences) counts.set(one.section, (counts.get(one.section) ?? 0) + 1);
  return (
    <dl className="facts plan-counts">
      {[...counts].map(([section, count]) => (
        <div key={section}>
          <dt>{t(`parks.section.${section}` as never)}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ differences }: { differences: ParkDifference[] }) {
  const { t } = useTranslation();
  return (
    <ul className="plan-lines">
      {differences.slice(0, SHOWN).map(one => (
        <li key={`${one.section} ${one.key}`} data-action={one.action}>
          <span aria-hidden="true">{SIGN[one.action]}</span>
          <span className="sr-only">{t(`parks.action_${one.action}`)}</span>{" "}
          {t(`parks.section.${one.section}` as never)} <code>{one.key}</code>
          {one.fields.map(field => (
            <span className="plan-field" key={field.name}>
              {field.name}: <del>{shown(field.before)}</del> → <ins>{shown(field.after)}</ins>
            </span>
          ))}
        </li>
      ))}
      {differences.length > SHOWN && (
        <li className="note">{t("parks.more", { count: differences.length - SHOWN })}</li>
      )}
    </ul>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}
