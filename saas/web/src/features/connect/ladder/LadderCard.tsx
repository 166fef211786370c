import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Ladder, Rung } from "../../../api/devices";
import type { Format } from "../../../lib/format";
import { Card } from "../../../ui/Card";
import { Copy } from "../../../ui/Copy";
import { Problem } from "../../../ui/Problem";
import { hangingOf } from "./useLadder";
import { detailOf, words } from "./words";

interface Props {
  ladder: Ladder | null;
  error: unknown;
  onRetry: () => void;
  format: Format;
  /** Shown where no message comes although the device is logged in. */
  topicCheck?: ReactNode;
}

/** How far readings come, rung by rung; where it hangs, why, and what to do. */
export function LadderCard({ ladder, error, onRetry, format, topicCheck }: Props) {
  const { t } = useTranslation();
  const hanging = ladder && hangingOf(ladder);
  return (
    <Card
      title={t("connect.ladder.title")}
      summary={t("connect.ladder.lead")}
      className="connect-ladder"
      actions={
        ladder && (
          <Copy
            text={ladder.diagnostics}
            what={t("connect.ladder.diagnostics")}
            label={t("connect.ladder.diagnostics")}
            testId="copy-diagnostics"
          />
        )
      }
    >
      {error !== null && <Problem error={error} onRetry={onRetry} />}
      {!ladder && error === null && <div className="skeleton connect-ladder-skeleton" />}
      {ladder && (
        <>
          <p className="sr-only" aria-live="polite">
            {hanging
              ? `${t(`connect.rung.${hanging.rung}`)}: ${words(t, hanging).title}`
              : t("connect.ladder.all")}
          </p>
          <ol data-testid="ladder" data-hangs={hanging?.rung ?? ""} data-code={hanging?.code ?? ""}>
            {ladder.rungs.map(rung => (
              <RungRow key={rung.rung} rung={rung} isHanging={rung === hanging} format={format}>
                {rung === hanging && rung.rung === "topic" && topicCheck}
              </RungRow>
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}

// What this says where all is well is a hint a point, in one language.
const WORDY = new Set(["plausible"]);
const MARKS = { ok: "\u2713", failed: "\u2715", waiting: "" };

interface RowProps {
  rung: Rung;
  isHanging: boolean;
  format: Format;
  children: ReactNode;
}

function RungRow({ rung, isHanging, format, children }: RowProps) {
  const { t } = useTranslation();
  const state = rung.state === "waiting" && !isHanging ? "later" : rung.state;
  const said = words(t, rung);
  const detail = detailOf(t, rung, format);
  return (
    <li data-rung={rung.rung} data-state={state} aria-current={isHanging ? "step" : undefined}>
      <span className="connect-mark" aria-hidden="true">
        {MARKS[rung.state]}
      </span>
      <div>
        <p className="connect-rung">
          <span>{t(`connect.rung.${rung.rung}`)}</span>
          <span className="sr-only">{t(`connect.rung_state.${state}`)}</span>
          {rung.time !== null && <time className="note">{format.clock(rung.time)}</time>}
        </p>
        {isHanging && (
          <div className="connect-remedy" data-testid="remedy">
            {said.title && <strong>{said.title}</strong>}
            {said.remedy && <p>{said.remedy}</p>}
          </div>
        )}
        {detail && state !== "later" && !(state === "ok" && WORDY.has(rung.rung)) && (
          <code className="connect-detail" data-testid={isHanging ? "detail" : undefined}>
            {detail}
          </code>
        )}
        {children}
      </div>
    </li>
  );
}
