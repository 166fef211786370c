import { useTranslation } from "react-i18next";
import { ProblemError } from "../../../api/problem";
import type en from "../../../i18n/en.json";
import { type EdgeWords, edgeWords } from "../../../lib/edgeWords";
import { Problem } from "../../../ui/Problem";

const FAULTS = [
  "certificate_untrusted",
  "certificate_time",
  "certificate_uri",
  "certificate_weak",
  "own_certificate_refused",
  "user_refused",
  "clear_password",
  "endpoint_missing",
  "source_unavailable",
  "line_unreachable",
  "address_refused",
  "unknown_node",
  "missing_extra",
  "timeout",
  "busy",
  "expired",
  "edge_silent",
  "desired",
  "no_secret",
  "file_not_own",
  "name_unresolved",
  "certificate_refused",
  "key_file",
  "password_file",
  "not_decoded",
  "unknown_kind",
  "too_large",
  "failed",
] as const satisfies readonly (keyof (typeof en)["sources"]["fault"])[];
export type Fault = (typeof FAULTS)[number];

/** Which of the known faults an error is; null: another one. */
export function faultOf(error: unknown): Fault | null {
  if (!(error instanceof ProblemError) || !error.type.startsWith("edge:")) return null;
  return faultNamed(error.type.slice("edge:".length));
}

export const faultNamed = (code: string): Fault | null => FAULTS.find(known => known === code) ?? null;

interface Look {
  fault: Fault | null;
  /** The edge's own sentence, and what it said as it stands. */
  words?: EdgeWords | null | undefined;
  said: string;
}

/** Why a look has no result, in words; what the gateway said itself is there for those who want it. */
export function LookFault({ fault, words, said }: Look) {
  const { t } = useTranslation();
  const sentence = words ? edgeWords(t, words, said) : fault ? "" : said;
  return (
    <>
      <strong>{t(`sources.fault.${fault ?? "failed"}`)}</strong>
      {sentence && <p className="edges-words">{sentence}</p>}
      {fault && <p>{t(`sources.fault_remedy.${fault}`)}</p>}
      {said && sentence !== said && (
        <details>
          <summary>{t("sources.said")}</summary>
          <code className="edges-words">{said}</code>
        </details>
      )}
    </>
  );
}

/** What an edge could not do, in words, with what it said itself beside it. */
export function LookProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const fault = faultOf(error);
  if (!fault) return <Problem error={error} onRetry={onRetry} />;
  const said = error instanceof ProblemError ? error.detail : "";
  return (
    <div className="problem" role="alert" data-testid="look-problem" data-fault={fault}>
      <LookFault fault={fault} said={said} />
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {t("problem.retry")}
        </button>
      )}
    </div>
  );
}
