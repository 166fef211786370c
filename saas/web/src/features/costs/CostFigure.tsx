import { createContext, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { Part } from "./figures";

/** Opens the terms of a part of the bill; the focus comes back to the element. */
export const CostAskContext = createContext<(part: Part, element: HTMLElement) => void>(() => undefined);

interface Props {
  part: Part;
  /** The exact amount, as text. */
  value: string;
  /** What the number is, in words. */
  name: string;
  shown: string;
  className?: string;
  children?: ReactNode;
}

/** A sum of money that opens its terms. */
export function CostFigure({ part, value, name, shown, className = "", children }: Props) {
  const { t } = useTranslation();
  const ask = useContext(CostAskContext);
  return (
    <button
      type="button"
      className={`figure ${className}`}
      onClick={event => ask(part, event.currentTarget)}
      data-cost={part}
      data-value={value}
    >
      {children ?? shown}
      <span className="sr-only"> {t("live.explain", { name, value: shown })}</span>
    </button>
  );
}
