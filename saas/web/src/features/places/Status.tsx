import { useTranslation } from "react-i18next";
import type { PlaceAmount } from "../../api/places";
import type { Format } from "../../lib/format";

const CHIPS = {
  complete: "chip chip-good",
  estimated: "chip",
  partial: "chip chip-warn",
  none: "chip",
  withheld: "chip",
} as const;

/** How far a figure can be relied on, in words. */
export function Status({ amount, format }: { amount: PlaceAmount; format: Format }) {
  const { t } = useTranslation();
  return (
    <span className={CHIPS[amount.status]} data-status={amount.status}>
      {t(`places.status.${amount.status}`, {
        share: format.percent(
          amount.status === "estimated" ? amount.estimated_share : (amount.coverage ?? 0),
          0,
        ),
      })}
    </span>
  );
}
