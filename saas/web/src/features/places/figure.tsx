import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlaceKind } from "../../api/places";
import type { Format } from "../../lib/format";
import { shown, UNITS } from "./words";

/** The carbon of a place; or, of `rest`, what its parts leave of it. */
export interface AskedPlace {
  kind: PlaceKind;
  code: string;
  isRest: boolean;
}

/** Opens how the carbon of a place was made; the focus comes back to the element. */
export const AskPlace = createContext<(asked: AskedPlace, element: HTMLElement) => void>(() => undefined);

/** What is being explained, and the way back to where it was clicked first. */
export function useAskedPlace() {
  const [asked, setAsked] = useState<AskedPlace | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const ask = useCallback((next: AskedPlace, element: HTMLElement) => {
    opener.current ??= element;
    setAsked(next);
    setOpen(true);
  }, []);
  const close = useCallback(() => setOpen(false), []);
  const closed = useCallback(() => {
    setAsked(null);
    if (opener.current?.isConnected) opener.current.focus();
    opener.current = null;
  }, []);
  return { asked, isOpen, ask, close, closed };
}

interface Props {
  kind: PlaceKind;
  code: string;
  isRest?: boolean;
  /** [mg CO2] */
  value: number | null;
  /** What the number is, in words. */
  name: string;
  format: Format;
  children?: ReactNode;
}

/** The carbon of a place that opens what it is made of; bare where it is not known, or kept to themselves. */
export function PlaceFigure({ kind, code, isRest = false, value, name, format, children }: Props) {
  const { t } = useTranslation();
  const ask = useContext(AskPlace);
  const text = shown(value, "carbon", format);
  if (value === null) return <>{children ?? text}</>;
  return (
    <button
      type="button"
      className="figure"
      onClick={event => ask({ kind, code, isRest }, event.currentTarget)}
      data-place-figure={`${kind}/${code}`}
    >
      {children ?? text}
      <span className="sr-only"> {t("live.explain", { name, value: `${text} ${UNITS.carbon}` })}</span>
    </button>
  );
}
