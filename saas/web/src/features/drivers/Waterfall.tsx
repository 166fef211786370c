import { useTranslation } from "react-i18next";
import { type Bar, placesOf } from "./bars";

/** Totals and what lies between them, one row each. */
export function Waterfall({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const { t } = useTranslation();
  const places = placesOf(bars);
  const isBroken =
    (bars[0]?.to ?? 0) > 0 &&
    (places[0]?.width ?? 0) < ((bars[0]?.to ?? 0) / Math.max(...bars.map(b => b.to))) * 90;
  return (
    <>
      <ul className="waterfall" data-picture="" aria-label={label} data-testid="waterfall">
        {bars.map((bar, i) => (
          <li key={bar.key} data-factor={bar.key}>
            <span className="waterfall-label">{bar.label}</span>
            <span className="waterfall-track" aria-hidden="true">
              <i
                className={bar.isTotal ? "is-total" : bar.to >= bar.from ? "is-up" : "is-down"}
                style={{ left: `${places[i]?.left}%`, width: `${places[i]?.width}%` }}
              />
            </span>
            <span className="waterfall-value">{bar.shown}</span>
          </li>
        ))}
      </ul>
      {isBroken && <p className="note">{t("drivers.broken_axis")}</p>}
    </>
  );
}
