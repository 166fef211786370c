import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import {
  type DraftAnswers,
  type DraftMistake,
  getChoices,
  getDraft,
  type MadePark,
  type ParkDraft,
  saveDraft,
  type WizardChoices,
} from "../../api/parks";
import { Problem } from "../../ui/Problem";
import { AdminFrame } from "./AdminFrame";
import { Made } from "./Made";
import { Preview } from "./Preview";
import { EnterprisesStep } from "./steps/EnterprisesStep";
import { MistakesContext } from "./steps/fields";
import { PeopleStep } from "./steps/PeopleStep";
import { ProfileStep } from "./steps/ProfileStep";
import { RulesStep } from "./steps/RulesStep";
import { ScopeStep } from "./steps/ScopeStep";
import { TargetsStep } from "./steps/TargetsStep";
import { TreeStep } from "./steps/TreeStep";

export const STEPS = ["profile", "scope", "enterprises", "tree", "rules", "targets", "people"] as const;
const PARTS = [ProfileStep, ScopeStep, EnterprisesStep, TreeStep, RulesStep, TargetsStep, PeopleStep];

/** A new park in seven steps; what is answered is kept at every step. */
export function Component() {
  const { t } = useTranslation();
  const draft = Number(useParams().draft);
  const query = useQuery({ queryKey: ["draft", draft], queryFn: () => getDraft(draft), staleTime: Infinity });
  const choices = useQuery({ queryKey: ["wizard"], queryFn: getChoices });
  const error = query.error ?? choices.error;
  return (
    <AdminFrame title={t("parks.new")}>
      {error && <Problem error={error} onRetry={() => void query.refetch()} />}
      {!error && !(query.data && choices.data) && <div className="card skeleton connect-skeleton" />}
      {query.data && choices.data && (
        <Wizard key={draft} found={query.data} choices={choices.data} reload={() => void query.refetch()} />
      )}
    </AdminFrame>
  );
}

interface Props {
  found: ParkDraft;
  choices: WizardChoices;
  reload: () => void;
}

function Wizard({ found, choices }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [at, setAt] = useState(found.step);
  const [answers, setAnswers] = useState<DraftAnswers>(found.answers);
  const [isShown, setShown] = useState(false); // mistakes of a step show once one has gone on from it
  const [made, setMade] = useState<MadePark | null>(null);
  const saving = useMutation({
    // The furthest step is kept: a page that is loaded again goes on there, and all before it can be gone to.
    mutationFn: ({ to }: { step: number; to: number }) =>
      saveDraft(found.id, found.version, Math.min(Math.max(found.step, to), STEPS.length), answers),
    onSuccess: (draft, { step, to }) => {
      client.setQueryData(["draft", found.id], draft);
      const stays = to > step && draft.mistakes.some(mistake => mistake.step === step);
      setShown(stays);
      if (!stays) setAt(to);
    },
  });
  const go = (to: number) => saving.mutate({ step: at, to });
  const mistakes = found.mistakes.filter(mistake => isShown && mistake.step === at);
  const isEnd = at > STEPS.length;
  const Part = PARTS[at - 1];
  if (made) return <Made made={made} />;
  return (
    <div className="connect wizard">
      <Steps at={at} mistakes={found.mistakes} reached={found.step} onGo={go} />
      {isEnd && <Preview draft={found} onGo={setAt} onMade={setMade} />}
      {Part && (
        <form
          className="card wizard-card"
          noValidate
          onSubmit={event => {
            event.preventDefault();
            go(at + 1);
          }}
        >
          <MistakesContext.Provider value={mistakes}>
            <Part
              answers={answers}
              choices={choices}
              change={part => setAnswers(old => ({ ...old, ...part }))}
            />
          </MistakesContext.Provider>
          {mistakes.some(one => one.field === "" || one.what === "none") && (
            <p className="field-error" role="alert">
              {t(`parks.none_${STEPS[at - 1]}` as never)}
            </p>
          )}
          {saving.error && <Problem error={saving.error} />}
          <div className="wizard-buttons">
            {at > 1 && (
              <button type="button" className="button" onClick={() => go(at - 1)}>
                {t("parks.previous")}
              </button>
            )}
            <button
              type="submit"
              className="button primary"
              disabled={saving.isPending}
              data-testid="wizard-next"
            >
              {at === STEPS.length ? t("parks.look") : t("parks.next")}
            </button>
            <span className="note">{t("parks.kept_draft")}</span>
          </div>
        </form>
      )}
    </div>
  );
}

interface StepsProps {
  at: number;
  mistakes: DraftMistake[];
  reached: number;
  onGo: (step: number) => void;
}

/** Where one is on the way; every step that was reached can be gone to. */
function Steps({ at, mistakes, reached, onGo }: StepsProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) heading.current?.focus();
    before.current = at;
  }, [at]);
  const name = STEPS[at - 1] ?? "preview";
  return (
    <>
      <ol className="connect-steps" aria-label={t("wizard.steps")}>
        {STEPS.map((step, index) => {
          const number = index + 1;
          const isWrong = number < at && mistakes.some(one => one.step === number);
          return (
            <li
              key={step}
              data-state={number < at ? "done" : number === at ? "now" : "next"}
              aria-current={number === at ? "step" : undefined}
            >
              <span className="connect-number" aria-hidden="true">
                {isWrong ? "!" : number < at ? "\u2713" : number}
              </span>
              {number !== at && number <= Math.max(reached, at) ? (
                <button type="button" className="connect-step-name" onClick={() => onGo(number)}>
                  {t(`parks.step.${step}`)}
                  {isWrong && <span className="sr-only"> ({t("parks.to_correct")})</span>}
                </button>
              ) : (
                <span className="connect-step-name">{t(`parks.step.${step}`)}</span>
              )}
            </li>
          );
        })}
      </ol>
      <h2 ref={heading} tabIndex={-1} className="connect-title" data-testid="wizard-title" data-step={at}>
        {t(`parks.title_of.${name}`)}
      </h2>
      <p className="connect-lead">{t(`parks.lead_of.${name}`)}</p>
    </>
  );
}
