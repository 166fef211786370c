import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { getBillMeters } from "../../api/activity";
import { getPoints } from "../../api/meters";
import type { Format } from "../../lib/format";
import { Picker } from "../../ui/Picker";
import type { Choice } from "../../ui/picking";

interface Wanted {
  park: string;
  item: string;
  /** Whose meters; empty: the park's own. */
  enterprise: string;
}

const queryFor = ({ item, enterprise }: Wanted) => ({ item, ...(enterprise && { enterprise }) });
const subjectOf = (wanted: Wanted) => ["bill-meters", wanted.park, queryFor(wanted)] as const;

/** The meter that a bill is most likely checked with: the main one, if there is any. */
export function useMainMeter(wanted: Wanted, isEnabled: boolean) {
  return useQuery({
    queryKey: [...subjectOf(wanted), "main"],
    queryFn: async () =>
      (await getBillMeters(wanted.park, { ...queryFor(wanted), limit: 1 })).meters[0]?.code ?? "",
    enabled: isEnabled,
  });
}

interface Props extends Wanted {
  value: string;
  onChange: (code: string) => void;
  format: Format;
}

/** The meter that a bill is checked with, or none. */
export function BillMeterPicker({ value, onChange, format, ...wanted }: Props) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  // The button goes with the meter: who pressed it goes on in the field.
  const leave = () => {
    onChange("");
    place.current?.querySelector("input")?.focus();
  };
  return (
    <div className="optional-pick" ref={place}>
      <Picker<Choice>
        label={t("activity.meter")}
        subject={subjectOf(wanted)}
        ask={async asked => {
          if (asked.code) {
            const { points } = await getPoints(wanted.park, asked);
            return { choices: points, cursor: null };
          }
          const { meters, cursor } = await getBillMeters(wanted.park, { ...queryFor(wanted), ...asked });
          return { choices: meters, cursor };
        }}
        value={value}
        onChange={onChange}
        format={format}
        hint={value ? undefined : t("activity.no_meter")}
        testId="bill-meter"
      />
      {value && (
        <button type="button" className="quiet" onClick={leave} aria-label={t("activity.leave_meter")}>
          ×
        </button>
      )}
    </div>
  );
}
