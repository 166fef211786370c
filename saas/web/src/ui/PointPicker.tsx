import { useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../api/meters";
import type { Format } from "../lib/format";

interface Props {
  label: string;
  /** What may be chosen. */
  points: MeterPoint[];
  value: string;
  onChange: (code: string) => void;
  format: Format;
  isLabelHidden?: boolean;
  hint?: string | undefined;
  isWrong?: boolean;
  testId?: string;
  isDisabled?: boolean;
}

const SHOWN = 40;

/** A point by a few letters of its name or code; arrow keys and Enter choose, Escape goes back. */
export function PointPicker(props: Props) {
  const { label, points, value, onChange, format, isLabelHidden, hint, isWrong, testId, isDisabled } = props;
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const chosen = points.find(point => point.code === value);
  const found = useMemo(() => matching(points, text ?? ""), [points, text]);
  const isOpen = text !== null;
  const choose = (point: MeterPoint | undefined) => {
    if (point) onChange(point.code);
    setText(null);
  };
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) setText("");
      else setAt(old => Math.min(found.length - 1, Math.max(0, old + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      choose(found[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      setText(null);
    }
  };
  return (
    <div className="field picker">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : ""}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found[at] ? `${id}-${found[at].code}` : undefined}
        aria-invalid={isWrong}
        aria-describedby={hint ? `${id}-hint` : undefined}
        placeholder={t("computed.pick")}
        disabled={isDisabled}
        value={text ?? (chosen ? `${format.name(chosen)} · ${chosen.code}` : value)}
        onFocus={event => event.target.select()}
        onClick={() => text === null && setText("")}
        onChange={event => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={keys}
        onBlur={() => setText(null)}
        data-testid={testId}
      />
      {isOpen && found.length === 0 && (
        <p className="picker-list note" role="status">
          {t("meters.none")}
        </p>
      )}
      {isOpen && found.length > 0 && (
        <div className="picker-list" id={`${id}-list`} role="listbox" aria-label={label}>
          {found.map((point, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the input
            <div
              key={point.code}
              id={`${id}-${point.code}`}
              role="option"
              aria-selected={index === at}
              // Before the input loses the focus.
              onMouseDown={event => event.preventDefault()}
              onClick={() => choose(point)}
              data-testid="pick"
              data-point={point.code}
            >
              <span>{format.name(point)}</span>
              <code>{point.code}</code>
              <span className="unit">{point.unit}</span>
            </div>
          ))}
        </div>
      )}
      {hint && (
        <p className={isWrong ? "field-fault" : "note"} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function matching(points: MeterPoint[], text: string): MeterPoint[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (point: MeterPoint) => {
    const hay = `${point.code} ${point.name_zh} ${point.name_en} ${point.unit}`.toLowerCase();
    return words.every(word => hay.includes(word));
  };
  return points.filter(fits).slice(0, SHOWN);
}

/** Whether a point has amounts: registers, interval meters, integrated gauges and computed points. */
export const hasAmounts = (point: MeterPoint): boolean => point.kind !== "gauge" || point.integrated;
