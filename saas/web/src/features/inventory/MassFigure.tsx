import { createContext, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { Basis, Dimension } from "../../api/inventory";

export interface Part {
  by: Dimension | undefined;
  key: string | undefined;
  basis?: Basis | undefined;
}

/** Opens the terms of a figure; the focus comes back to the element. */
export const AskPart = createContext<(part: Part, element: HTMLElement) => void>(() => undefined);

interface Props {
  by?: Dimension;
  part?: string;
  /** Where it is not the basis of the page. */
  basis?: Basis;
  value: number;
  /** What the number is, in words. */
  name: string;
  shown: string;
  className?: string;
  children?: ReactNode;
}

/** A figure of an inventory [mg CO2e] that opens its terms. */
export function MassFigure({ by, part, basis, value, name, shown, className = "", children }: Props) {
  const { t } = useTranslation();
  const ask = useContext(AskPart);
  return (
    <button
      type="button"
      className={`figure ${className}`}
      onClick={event => ask({ by, key: part, basis }, event.currentTarget)}
      data-inventory={by ?? "total"}
      data-key={part}
      data-basis={basis}
      data-value={value}
    >
      {children ?? shown}
      <span className="sr-only"> {t("live.explain", { name, value: shown })}</span>
    </button>
  );
}
