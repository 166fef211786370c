import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Period } from "../../api/factors";
import { usePark } from "../../lib/park";
import { fromInput, toInput } from "../meters/spans";

const HOUR_MS = 3_600_000;

export interface PeriodText {
  from: string;
  to: string;
}

/** Local days [from, to), and the full hours that they are; null while they are no period. */
export function usePeriod(): [PeriodText, (text: PeriodText) => void, Period | null] {
  const { park } = usePark();
  const [text, setText] = useState<PeriodText>(() => {
    const today = toInput(Date.now(), park.timezone).slice(0, 10);
    const newYear = `${today.slice(0, 4)}-01-01`;
    // On the first of January the year has no day yet: the last one is meant.
    return { from: today === newYear ? `${Number(today.slice(0, 4)) - 1}-01-01` : newYear, to: today };
  });
  const at = (day: string) => fromInput(`${day}T00:00`, park.timezone);
  const [from, to] = [at(text.from), at(text.to)];
  const isPeriod = from !== null && to !== null && from < to && from % HOUR_MS === 0 && to % HOUR_MS === 0;
  return [text, setText, isPeriod ? { from, to } : null];
}

interface Props {
  text: PeriodText;
  onChange: (text: PeriodText) => void;
  isWrong: boolean;
}

/** From which day, and up to which, that one not included. */
export function PeriodFields({ text, onChange, isWrong }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="fields">
      {(["from", "to"] as const).map(end => (
        <div className="field" key={end}>
          <label htmlFor={`${id}-${end}`}>{t(`factors.period_${end}`)}</label>
          <input
            id={`${id}-${end}`}
            type="date"
            value={text[end]}
            aria-invalid={isWrong}
            onChange={event => onChange({ ...text, [end]: event.target.value })}
          />
        </div>
      ))}
    </div>
  );
}
