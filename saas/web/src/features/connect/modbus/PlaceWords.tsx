import { useTranslation } from "react-i18next";
import type { Place } from "./form";
import { useItemWords } from "./useItemWords";

interface Props {
  place: Place;
  onChange: (place: Place) => void;
}

/** Where a value is on the line, and by what it is multiplied. */
export function PlaceWords({ place, onChange }: Props) {
  const { t } = useTranslation();
  const words = useItemWords();
  if (place.kind === "dlt645")
    return (
      <span>
        <code>{place.meter}</code> {words(place.item)}
      </span>
    );
  return (
    <span className="sources-row">
      <code>
        {t("sources.register_at", { unit: place.unit, address: place.address })} {place.type} {place.order}
      </code>
      <label className="sources-inline">
        ×
        <input
          className="sources-short"
          inputMode="decimal"
          aria-label={t("sources.scale")}
          value={place.scale}
          onChange={event => {
            const scale = event.target.value.trim();
            if (/^-?\d*\.?\d*$/.test(scale)) onChange({ ...place, scale });
          }}
          data-testid="scale"
        />
      </label>
    </span>
  );
}
