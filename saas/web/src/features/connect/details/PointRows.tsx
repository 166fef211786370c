import { useTranslation } from "react-i18next";
import { useLabels } from "../../../lib/labels";
import { type Draft, type DraftPoint, type FieldName, pointCode, templateOf } from "./draft";

interface Props {
  draft: Draft;
  code: string;
  fault: (place: FieldName) => string | undefined;
  onChange: (points: DraftPoint[]) => void;
}

/** What is taken from the meter: its usual points, each with its unit and digits. */
export function PointRows({ draft, code, fault, onChange }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const set = (id: string, change: Partial<DraftPoint>) =>
    onChange(draft.points.map(point => (point.id === id ? { ...point, ...change } : point)));
  return (
    <fieldset className="connect-points field-wide" aria-describedby="points-hint">
      <legend>{t("connect.points")}</legend>
      <p className={fault("points") ? "field-fault" : "note"} id="points-hint">
        {fault("points") ?? t("connect.points_hint")}
      </p>
      <ul>
        {draft.points.map(point => {
          const { kind, units } = templateOf(draft.carrier, point.id);
          const wrong = fault(`unit-${point.id}`) ?? fault(`digits-${point.id}`);
          return (
            <li key={point.id} data-on={point.isOn}>
              <label className="check connect-point-name">
                <input
                  type="checkbox"
                  checked={point.isOn}
                  onChange={event => set(point.id, { isOn: event.target.checked })}
                  data-testid={`on-${point.id}`}
                />
                <span>
                  <strong>{t(`connect.point.${point.id}`)}</strong>{" "}
                  <span className="chip">{label("kind", kind)}</span>
                  <code className="term-sub">{pointCode(code, point.id)}</code>
                </span>
              </label>
              {point.isOn && (
                <span className="connect-point-fields">
                  <label>
                    <span>{t("connect.unit")}</span>
                    <select
                      value={point.unit}
                      aria-invalid={fault(`unit-${point.id}`) !== undefined}
                      onChange={event => set(point.id, { unit: event.target.value })}
                      data-testid={`unit-${point.id}`}
                    >
                      {units.map(unit => (
                        <option key={unit} value={unit}>
                          {unit}
                        </option>
                      ))}
                    </select>
                  </label>
                  {kind === "register" && (
                    <label>
                      <span>{t("connect.digits")}</span>
                      <input
                        className="connect-number-input"
                        inputMode="numeric"
                        value={point.digits}
                        aria-invalid={fault(`digits-${point.id}`) !== undefined}
                        onChange={event => set(point.id, { digits: event.target.value })}
                        data-testid={`digits-${point.id}`}
                      />
                    </label>
                  )}
                </span>
              )}
              {wrong && <p className="field-fault">{wrong}</p>}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
