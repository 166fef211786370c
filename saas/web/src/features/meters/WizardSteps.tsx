import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  titles: string[];
  at: number;
}

/** Where one is on the way, and the heading of the step, which takes the focus when the step changes. */
export function WizardSteps({ titles, at }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) heading.current?.focus();
    before.current = at;
  }, [at]);
  return (
    <>
      <ol className="wizard-steps" aria-label={t("wizard.steps")}>
        {titles.map((title, index) => (
          <li
            key={title}
            className={index < at ? "is-done" : ""}
            aria-current={index === at ? "step" : undefined}
          >
            <span className="wizard-number" aria-hidden="true">
              {index < at ? "\u2713" : index + 1}
            </span>
            {title}
          </li>
        ))}
      </ol>
      <h2 ref={heading} tabIndex={-1} className="wizard-title" data-testid="wizard-title" data-step={at}>
        {titles[at]}
      </h2>
    </>
  );
}
