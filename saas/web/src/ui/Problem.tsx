import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import type en from "../i18n/en.json";

type Key = keyof (typeof en)["problem"];

/** Where our words say more than the server's, in English too. */
const OURS = new Set([
  "unreachable",
  "wrong_credentials",
  "too_many_attempts",
  "no_live_frame",
  "comment_needed",
  "four_eyes",
  "period_overlap",
  "point_mismatch",
  "evidence_type",
  "evidence_size",
  "weighing",
  "moisture_needed",
  "work_waits",
  "lock_period",
  "allocated",
  "config_changed",
  "adoption_changed",
  "restatement_span",
  "differences_changed",
  "locked",
  "wrong_code",
  "wrong_password",
  "sso_failed",
  "sso_unknown",
  "sso_unreachable",
  "withheld",
  "second_factor_required",
  "breached_password",
  "weak_password",
]);

interface ProblemText {
  title: string;
  remedy: string;
  /** What the server says of this very case, where the title says it in general only. */
  said: string;
  traceId: string;
}

/** Title and remedy: the server's own words in English, in other languages ours for the kind of problem. */
export function useProblemText(error: unknown): ProblemText {
  const { t, i18n } = useTranslation();
  const { traceId, type, detail, remedy } =
    error instanceof ProblemError ? error : { traceId: "", type: "", detail: "", remedy: "" };
  const other = { title: t("problem.other"), remedy: t("problem.other_remedy"), said: "", traceId };
  if (!(error instanceof ProblemError)) return other;
  if (type === "expression" && typeof error.facts.fault === "string")
    return { ...faultText(t, error.facts, error), said: "", traceId };
  const hasWords = i18n.exists(`problem.${type}_remedy`);
  const ours = hasWords && {
    title: t(`problem.${type as Key}`),
    remedy: t(`problem.${`${type}_remedy` as Key}`),
  };
  if (ours && OURS.has(type)) return { ...ours, said: "", traceId };
  if (i18n.language === "en" && (detail || error.title))
    return { title: detail || error.title, remedy: remedy || other.remedy, said: "", traceId };
  if (!ours) return { ...other, title: detail || error.title || other.title, remedy: remedy || other.remedy };
  return { ...ours, said: detail, traceId };
}

/** What of a formula does not fit, and what to do about it. */
function faultText(t: TFunction, facts: Readonly<Record<string, unknown>>, error: ProblemError) {
  const look = (key: string, otherwise: string) =>
    t(`computed.${key}.${facts.fault}` as never, { ...facts, defaultValue: otherwise }) as string;
  return { title: look("fault", error.detail), remedy: look("fault_remedy", error.remedy) };
}

interface Props {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, what to do, and by which id it is found in the logs. */
export function Problem({ error, onRetry }: Props) {
  const { t } = useTranslation();
  const { title, remedy, said, traceId } = useProblemText(error);
  return (
    <div className="problem" role="alert">
      <strong>{title}</strong>
      <p>{remedy}</p>
      {said && (
        <p className="problem-trace">
          {t("problem.said")} <span lang="en">{said}</span>
        </p>
      )}
      {traceId && (
        <p className="problem-trace">
          {t("problem.trace")} <code>{traceId}</code>
        </p>
      )}
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {t("problem.retry")}
        </button>
      )}
    </div>
  );
}
