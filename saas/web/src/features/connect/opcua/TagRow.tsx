import { useTranslation } from "react-i18next";
import type { Reason, Tag, Tried } from "../../../api/sources";
import { Shown } from "../behind/Shown";

const REASONS = [
  "unit_counts",
  "unit_gauges",
  "name_counts",
  "name_gauges",
  "has_history",
  "type_fine",
  "type_no_number",
  "bad_now",
  "negative",
  "positive",
  "falls",
  "rises",
  "still",
] as const;

interface Props {
  tag: Tag;
  live: Tried | undefined;
  isTaken: boolean;
  reasons?: Reason[];
  onChosen: (tag: Tag) => void;
}

/** A tag with its value now; choosing it makes it the active point's. */
export function TagRow({ tag, live, isTaken, reasons = [], onChosen }: Props) {
  const { t } = useTranslation();
  const said = reasons.flatMap(reason => {
    const known = REASONS.find(code => code === reason.code);
    return known
      ? [{ ...reason, words: t(`sources.because.${known}`, { unit: tag.unit?.symbol ?? "" }) }]
      : [];
  });
  return (
    <li className="sources-tag" data-testid="tag" data-node={tag.node} data-taken={isTaken}>
      <div>
        <strong>{tag.name}</strong>
        <code className="note edges-words">{tag.path.slice(0, -1).join(" / ")}</code>
        <span className="sources-reasons">
          {said.map(reason => (
            <span
              key={reason.code}
              className={`chip ${(reason.weight ?? 0) < 0 ? "chip-warn" : (reason.weight ?? 0) > 20 ? "chip-good" : ""}`}
            >
              {reason.words}
            </span>
          ))}
        </span>
      </div>
      <Shown tried={live ?? asTried(tag)} />
      <button type="button" className="button" onClick={() => onChosen(tag)} data-testid="tag-choose">
        {t(isTaken ? "sources.taken" : "sources.take")}
        <span className="sr-only"> {tag.name}</span>
      </button>
    </li>
  );
}

/** What the tag said when it was found, until it is read again. */
export const asTried = (tag: Tag): Tried => ({
  key: tag.node,
  address: tag.node,
  value: tag.value,
  unit: tag.unit,
  status: tag.status ?? "",
  quality: tag.quality,
  source_ms: tag.source_ms,
  ok: tag.quality === 0,
  plausible: true,
  reasons: [],
});
