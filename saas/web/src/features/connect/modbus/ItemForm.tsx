import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../../../api/meters";
import { useFormat } from "../../../lib/format";
import { type Item, itemsFor } from "./form";
import { useItemWords } from "./useItemWords";

interface Props {
  point: MeterPoint;
  meter: string;
  onChosen: (place: Item) => void;
}

/** The meter's address and one of the standard's data items. */
export function ItemForm({ point, meter, onChosen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useItemWords();
  const id = useId();
  const items = itemsFor(point);
  const [address, setAddress] = useState(meter);
  const [item, setItem] = useState(items[0] ?? "");
  if (items.length === 0) return <p className="note">{t("sources.no_item")}</p>;
  return (
    <form
      className="sources-register"
      onSubmit={event => {
        event.preventDefault();
        onChosen({ kind: "dlt645", meter: address, item });
      }}
    >
      <h3>{format.name(point)}</h3>
      <label htmlFor={`${id}-meter`}>{t("sources.meter_address")}</label>
      <input
        id={`${id}-meter`}
        required
        pattern="[0-9]{1,12}|[Aa]{12}"
        value={address}
        spellCheck={false}
        onChange={event => setAddress(event.target.value.trim())}
        aria-describedby={`${id}-hint`}
        data-testid="dlt-meter"
      />
      <p className="note" id={`${id}-hint`}>
        {t("sources.meter_address_hint")}
      </p>
      <label htmlFor={`${id}-item`}>{t("sources.item")}</label>
      <select
        id={`${id}-item`}
        value={item}
        onChange={event => setItem(event.target.value)}
        data-testid="dlt-item"
      >
        {items.map(one => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
      <button type="submit" className="button" data-testid="place-take">
        {t("sources.take_item")}
      </button>
    </form>
  );
}
