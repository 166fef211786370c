import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, HELP, isQuestion, type Question } from "./help";
import type { Way } from "./ways";

interface Step {
  question: Question;
  answer: Answer;
}

/** "Which do I have?": question after question, until a way is found. */
export function HelpPanel({ onFound }: { onFound: (way: Way) => void }) {
  const { t } = useTranslation();
  const [trail, setTrail] = useState<Step[]>([]);
  const last = trail.at(-1)?.answer.to ?? "reads";
  const focus = useRef<HTMLParagraphElement>(null);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer moves the focus to what follows from it
  useEffect(() => {
    if (!isFirst.current) focus.current?.focus();
    isFirst.current = false;
  }, [trail]);
  const back = (
    <button
      type="button"
      className="quiet"
      onClick={() => setTrail(trail.slice(0, -1))}
      data-testid="ways-back"
    >
      {t("connect.help.back")}
    </button>
  );
  return (
    <div className="connect-help" data-testid="ways">
      {trail.length > 0 && (
        <ol className="connect-trail">
          {trail.map(({ question, answer }) => (
            <li key={question}>
              <span>{t(`connect.help.q.${question}`)}</span>{" "}
              <strong>{t(`connect.help.${question}.${answer.says}` as never) as string}</strong>
            </li>
          ))}
        </ol>
      )}
      {isQuestion(last) ? (
        <>
          <p className="connect-question" tabIndex={-1} ref={focus} id="help-question">
            {t(`connect.help.q.${last}`)}
          </p>
          <ul className="connect-answers" aria-labelledby="help-question">
            {HELP[last].map(answer => (
              <li key={answer.says}>
                <button
                  type="button"
                  className="button"
                  onClick={() => setTrail([...trail, { question: last, answer }])}
                  data-testid={`ways-${answer.says}`}
                >
                  {t(`connect.help.${last}.${answer.says}` as never) as string}
                </button>
              </li>
            ))}
          </ul>
          {trail.length > 0 && back}
        </>
      ) : (
        <>
          <p className="connect-question" tabIndex={-1} ref={focus} data-testid="ways-found" data-way={last}>
            {t("connect.help.found", { way: t(`connect.way.${last}`) })}
          </p>
          <p className="note">{t(`connect.way_hint.${last}`)}</p>
          <p className="connect-help-buttons">
            <button
              type="button"
              className="button primary"
              onClick={() => onFound(last)}
              data-testid="ways-take"
            >
              {t("connect.help.take")}
            </button>
            {back}
          </p>
        </>
      )}
    </div>
  );
}
