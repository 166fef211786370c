import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";
import type en from "../i18n/en.json";

const KNOWN = [
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
] as const satisfies readonly (keyof (typeof en)["problem"])[];
type Known = (typeof KNOWN)[number];

/** Title and remedy: in the language in use where the kind is known, else as the server says it. */
export function useProblemText(error: unknown): { title: string; remedy: string; traceId: string } {
  const { t } = useTranslation();
  if (!(error instanceof ProblemError))
    return { title: t("problem.other"), remedy: t("problem.other_remedy"), traceId: "" };
  if (error.type === "expression" && typeof error.facts.fault === "string")
    return { ...faultText(t, error.facts, error), traceId: error.traceId };
  const known = KNOWN.find(type => type === error.type) as Known | undefined;
  if (known)
    return { title: t(`problem.${known}`), remedy: t(`problem.${known}_remedy`), traceId: error.traceId };
  if (error.status === 403)
    return { title: t("app.forbidden"), remedy: t("app.forbidden_hint"), traceId: error.traceId };
  return {
    title: error.detail || error.title || t("problem.other"),
    remedy: error.remedy || t("problem.other_remedy"),
    traceId: error.traceId,
  };
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
  const { title, remedy, traceId } = useProblemText(error);
  return (
    <div className="problem" role="alert">
      <strong>{title}</strong>
      <p>{remedy}</p>
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
