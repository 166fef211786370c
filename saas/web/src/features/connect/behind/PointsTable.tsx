import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../../../api/meters";
import type { Plausible, Tried } from "../../../api/sources";
import { useFormat } from "../../../lib/format";
import { useLabels } from "../../../lib/labels";
import { Judged } from "./Judged";
import { Shown } from "./Shown";

interface Props {
  points: MeterPoint[];
  active: string;
  onActive: (point: string) => void;
  /** Where a point is read from, in words; null: nowhere yet. */
  place: (point: MeterPoint) => ReactNode | null;
  /** Whether what is read is multiplied. */
  isScaled: (point: string) => boolean;
  tried: ReadonlyMap<string, Tried>;
  judged: ReadonlyMap<string, Plausible>;
  onFactor: (point: string, factor: string) => void;
  onClear: (point: string) => void;
}

/** The points of the meter: where each is read from, what it says now, and whether that can be. */
export function PointsTable(props: Props) {
  const { points, active, onActive, place, isScaled, tried, judged, onFactor, onClear } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabels();
  return (
    <fieldset className="sources-points">
      <legend className="sr-only">{t("sources.points")}</legend>
      {points.map(point => {
        const where = place(point);
        const row = tried.get(point.code);
        return (
          <div
            key={point.code}
            className="sources-point"
            data-testid="source-point"
            data-point={point.code}
            data-active={point.code === active}
            data-mapped={where !== null}
          >
            <label>
              <input
                type="radio"
                name="active-point"
                checked={point.code === active}
                onChange={() => onActive(point.code)}
              />
              <span>
                <strong>{format.name(point)}</strong>
                <span className="note">
                  {label("quantity", point.quantity)} · {label("kind", point.kind)} ·{" "}
                  <span className="unit">{point.unit}</span>
                </span>
              </span>
            </label>
            {where === null ? (
              <p className="note">{t("sources.nowhere")}</p>
            ) : (
              <div className="sources-mapped">
                <div className="sources-place">{where}</div>
                <Shown tried={row} unit={point.unit} isScaled={isScaled(point.code)} />
                <Judged
                  point={point}
                  tried={row}
                  judged={judged.get(point.code)}
                  onFactor={factor => onFactor(point.code, factor)}
                />
                <button type="button" className="quiet" onClick={() => onClear(point.code)}>
                  {t("sources.clear")}
                  <span className="sr-only"> {format.name(point)}</span>
                </button>
              </div>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
