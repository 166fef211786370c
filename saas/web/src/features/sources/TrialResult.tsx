import { useTranslation } from "react-i18next";
import type { SourceTrial } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { amountText, massText, word } from "./words";

interface Props {
  trial: SourceTrial;
  format: Format;
  /** The points are the source's already: that it counts them is no news. */
  isAlone?: boolean;
}

/** What the source would have emitted in the last full month: activity × factor = result. */
export function TrialResult({ trial, format, isAlone = false }: Props) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-live="polite" data-testid="source-trial">
      <p className="note">
        {t("emissions.trial_span", { from: format.date(trial.from), to: format.date(trial.to - 1) })}
      </p>
      <p>
        {trial.base && amountText(trial.quantity, trial.base, format)}
        {trial.factor && ` × ${trial.factor.value} ${trial.factor.unit}`}
        {trial.mass_mg !== null && (
          <strong data-mass={trial.mass_mg}>{` = ${massText(trial.mass_mg, format)} ${trial.gas}`}</strong>
        )}
      </p>
      {trial.factor && <p className="note">{trial.factor.citation}</p>}
      {trial.fallback && <p className="note">{t("explain.fallback")}</p>}
      {trial.problems.map(problem => (
        <p key={problem.code} data-problem={problem.code}>
          {word(t, "problem", problem.code)}
        </p>
      ))}
      {!isAlone && trial.also_used_by.length > 0 && (
        <p className="note">{t("emissions.also_used", { sources: trial.also_used_by.join(", ") })}</p>
      )}
    </section>
  );
}
