import { useTranslation } from "react-i18next";
import type { Place } from "./form";

interface Props {
  place: Place;
  onChange: (what: Partial<Place>) => void;
}

/** Where a value is: its way through the tree, which element of an array, and by what it is multiplied. */
export function PlaceOf({ place, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <code className="edges-words" title={place.node}>
        {place.path.slice(-3).join(" / ") || place.node}
      </code>
      <span className="sources-row">
        {place.index !== null && (
          <label className="sources-inline">
            {t("sources.element")}
            <input
              type="number"
              min={0}
              className="sources-short"
              value={place.index}
              onChange={event =>
                onChange({ index: Math.max(0, Math.round(event.target.valueAsNumber || 0)) })
              }
            />
          </label>
        )}
        <label className="sources-inline">
          ×
          <input
            className="sources-short"
            inputMode="decimal"
            aria-label={t("sources.scale")}
            value={place.scale}
            onChange={event => {
              const scale = event.target.value.trim();
              if (/^-?\d*\.?\d*$/.test(scale)) onChange({ scale });
            }}
            data-testid="scale"
          />
        </label>
      </span>
    </>
  );
}
