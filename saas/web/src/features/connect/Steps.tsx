import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { STEPS, type Step } from "./ways";

interface Props {
  at: Step;
  title: string;
  lead: string;
  /** Steps that one may go back to. */
  open: readonly Step[];
  onGo: (step: Step) => void;
}

/** Where one is on the way, and the heading of the step, which takes the focus when the step changes. */
export function Steps({ at, title, lead, open, onGo }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) heading.current?.focus();
    before.current = at;
  }, [at]);
  const now = STEPS.indexOf(at);
  return (
    <>
      <ol className="connect-steps" aria-label={t("wizard.steps")}>
        {STEPS.map((step, index) => (
          <li
            key={step}
            data-state={index < now ? "done" : index === now ? "now" : "next"}
            aria-current={index === now ? "step" : undefined}
          >
            <span className="connect-number" aria-hidden="true">
              {index < now ? "\u2713" : index + 1}
            </span>
            {index < now && open.includes(step) ? (
              <button type="button" className="connect-step-name" onClick={() => onGo(step)}>
                {t(`connect.step.${step}`)}
              </button>
            ) : (
              <span className="connect-step-name">{t(`connect.step.${step}`)}</span>
            )}
          </li>
        ))}
      </ol>
      <h2 ref={heading} tabIndex={-1} className="connect-title" data-testid="connect-title" data-step={at}>
        {title}
      </h2>
      <p className="connect-lead">{lead}</p>
    </>
  );
}
