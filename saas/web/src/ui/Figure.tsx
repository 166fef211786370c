import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ExplainQuery } from "../api/calls";
import { useAsk } from "../features/explain/context";

interface Props {
  query: ExplainQuery;
  value: number;
  /** What the number is, in words. */
  name: string;
  /** The number as it is shown. */
  shown: string;
  className?: string;
  children?: ReactNode;
}

/** A number that explains itself: a button where one may ask, the bare number on the wall. */
export function Figure({ query, value, name, shown, className = "", children }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  const hooks = {
    "data-figure": query.figure,
    "data-by": query.by,
    "data-key": query.key,
    "data-value": value,
  };
  const content = children ?? shown;
  if (!ask)
    return (
      <span className={className} {...hooks}>
        {content}
      </span>
    );
  return (
    <button
      type="button"
      className={`figure ${className}`}
      onClick={event => ask({ query, clicked: value }, event.currentTarget)}
      {...hooks}
    >
      {content}
      <span className="sr-only"> {t("live.explain", { name, value: shown })}</span>
    </button>
  );
}
