import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { PlanDesk, PlanLever } from "../../api/planning";
import { carriersOf, itemName } from "./words";

interface Props {
  lever: PlanLever;
  desk: PlanDesk;
  onChange: (lever: PlanLever) => void;
  onRemove: () => void;
}

const SHAPES = ["linear", "exponential", "logistic", "step"] as const;

/** One lever: what it moves, from when to when, where to, and how. */
export function LeverRow({ lever, desk, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const driver = desk.drivers.find(one => one.driver === lever.driver);
  if (!driver) return null;
  const name = t(`planning.driver.${lever.driver}` as never) as string;
  const isShare = driver.unit === "1";
  const items =
    driver.of === "carrier"
      ? carriersOf(desk)
      : driver.of === "sector"
        ? (desk.inputs.base?.sectors.map(one => one.name) ?? [])
        : [];
  const shown = isShare ? Math.round(lever.target * 1e4) / 100 : Math.round(lever.target * 1e4) / 1e4;
  const most = isShare
    ? Math.min(driver.high, 1) * 100
    : driver.driver === "activity_growth"
      ? 12
      : driver.high;
  const hasSlider = driver.driver !== "sink";
  const move = (text: string) => onChange({ ...lever, target: isShare ? Number(text) / 100 : Number(text) });
  return (
    <div className="lever">
      <p className="lever-name" id={`${id}-name`}>
        {name}{" "}
        <span className="unit">
          {isShare
            ? "%"
            : (t(`planning.unit.${driver.driver}` as never, { defaultValue: driver.unit }) as string)}
        </span>
      </p>
      {items.length > 0 && (
        <select
          aria-label={t("planning.lever_of", { name })}
          value={lever.item}
          onChange={event => onChange({ ...lever, item: event.target.value })}
        >
          {items.map(item => (
            <option key={item} value={item}>
              {itemName(t, item)}
            </option>
          ))}
        </select>
      )}
      <div className="lever-target">
        {hasSlider && (
          <input
            type="range"
            aria-labelledby={`${id}-name`}
            min={driver.driver === "activity_growth" ? -5 : 0}
            max={most}
            step={isShare ? 1 : driver.driver === "grid_factor" ? 0.01 : 0.1}
            value={shown}
            onChange={event => move(event.target.value)}
          />
        )}
        <input
          type="number"
          aria-label={t("planning.target_of", { name })}
          value={shown}
          step="any"
          onChange={event => move(event.target.value)}
        />
      </div>
      <div className="lever-when">
        <input
          type="number"
          aria-label={t("planning.start_of", { name })}
          value={lever.start}
          min={2000}
          max={2100}
          onChange={event => onChange({ ...lever, start: Number(event.target.value) })}
        />
        <span aria-hidden="true">–</span>
        <input
          type="number"
          aria-label={t("planning.end_of", { name })}
          value={lever.end}
          min={2000}
          max={2100}
          onChange={event => onChange({ ...lever, end: Number(event.target.value) })}
        />
        <select
          aria-label={t("planning.shape_of", { name })}
          value={lever.shape}
          onChange={event => {
            const shape = SHAPES.find(one => one === event.target.value);
            if (shape) onChange({ ...lever, shape });
          }}
        >
          {SHAPES.map(shape => (
            <option key={shape} value={shape}>
              {t(`planning.shape.${shape}`)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="quiet"
          aria-label={t("planning.remove_lever", { name })}
          onClick={onRemove}
        >
          ×
        </button>
      </div>
    </div>
  );
}
