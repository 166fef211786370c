import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlaceRow, PlanBody, PlanShape, SitePlan } from "../../api/places";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Canvas } from "./PlanImage";
import { type Corner, cornersText, readCorners } from "./plan";
import { keyOf } from "./words";

interface Props {
  plan: SitePlan;
  rows: PlaceRow[];
  format: Format;
  isBusy: boolean;
  onSave: (body: PlanBody) => void;
  onCancel: () => void;
  /** Takes the plan away, shapes and all. */
  onAway: () => Promise<unknown>;
  /** Chooses another image under these shapes. */
  picker: (shapes: PlanShape[]) => ReactNode;
}

const FEWEST = 3;

/** Shapes drawn by clicks on the image, or typed as corners in per cent; all of them are saved at once. */
export function Drawing({ plan, rows, format, isBusy, onSave, onCancel, onAway, picker }: Props) {
  const { t } = useTranslation();
  const [shapes, setShapes] = useState<PlanShape[]>(plan.shapes);
  const places = rows.filter(row => row.place.kind === "enterprise" || row.place.kind === "node");
  const [key, setKey] = useState(() => firstFree(places, plan.shapes));
  const [text, setText] = useState("");
  const corners = readCorners(text);
  const name = (of: string) => {
    const row = places.find(one => keyOf(one.place) === of);
    return row ? format.name(row.place) || row.place.code : of;
  };
  const choose = (next: string, among: PlanShape[]) => {
    setKey(next);
    setText(cornersText(among.find(one => `${one.kind}/${one.code}` === next)?.corners ?? []));
  };
  const take = () => {
    const [kind, code = ""] = key.split("/");
    if (!corners || corners.length < FEWEST) return;
    const shape: PlanShape = { kind: kind === "node" ? "node" : "enterprise", code, corners };
    const next = [...shapes.filter(one => `${one.kind}/${one.code}` !== key), shape];
    setShapes(next);
    choose(firstFree(places, next), next);
  };
  return (
    <Card title={t("places.plan.draw")} summary={t("places.plan.draw_summary")} actions={picker(shapes)}>
      <div className="place-drawing">
        <Canvas
          plan={plan}
          onPoint={corner => setText(old => `${old.trim()}\n${cornersText([corner])}`.trim())}
        >
          {shapes.map(shape => (
            <polygon
              key={`${shape.kind}/${shape.code}`}
              points={shape.corners.join(" ")}
              className="is-class-2"
            />
          ))}
          {corners && <Draft corners={corners} />}
        </Canvas>
        <form
          className="place-form"
          onSubmit={event => {
            event.preventDefault();
            take();
          }}
        >
          <label htmlFor="plan-place">{t("places.plan.of")}</label>
          <select
            id="plan-place"
            value={key}
            onChange={event => choose(event.target.value, shapes)}
            data-testid="plan-place"
          >
            {places.map(row => (
              <option key={keyOf(row.place)} value={keyOf(row.place)}>
                {format.name(row.place) || row.place.code} · {t(`places.kind.${row.place.kind}`)}
              </option>
            ))}
          </select>
          <label htmlFor="plan-corners">{t("places.plan.corners")}</label>
          <textarea
            id="plan-corners"
            rows={6}
            value={text}
            aria-describedby="plan-corners-hint"
            aria-invalid={corners === null}
            onChange={event => setText(event.target.value)}
            data-testid="plan-corners"
          />
          <p className="note" id="plan-corners-hint">
            {t(corners === null ? "places.plan.corners_wrong" : "places.plan.corners_hint")}
          </p>
          <p className="place-buttons">
            <button
              type="submit"
              className="button"
              disabled={!corners || corners.length < FEWEST || key === ""}
              data-testid="plan-take"
            >
              {t("places.plan.take")}
            </button>
            <button type="button" className="button" onClick={() => setText("")}>
              {t("places.plan.clear")}
            </button>
          </p>
          <ul className="place-shapes" aria-label={t("places.plan.shapes")}>
            {shapes.map(shape => {
              const one = `${shape.kind}/${shape.code}`;
              return (
                <li key={one} data-testid="plan-drawn" data-place={one}>
                  <button type="button" className="quiet" onClick={() => choose(one, shapes)}>
                    {name(one)}
                  </button>{" "}
                  <button
                    type="button"
                    className="quiet"
                    aria-label={t("places.plan.remove", { name: name(one) })}
                    onClick={() => setShapes(shapes.filter(other => other !== shape))}
                  >
                    {t("places.plan.remove_short")}
                  </button>
                </li>
              );
            })}
          </ul>
          <p className="place-buttons">
            <button
              type="button"
              className="button primary"
              disabled={isBusy}
              onClick={() => onSave({ version: plan.version, image: plan.image?.id ?? null, shapes })}
              data-testid="plan-save"
            >
              {t("places.plan.save")}
            </button>
            <button type="button" className="button" onClick={onCancel}>
              {t("places.plan.cancel")}
            </button>
            <ConfirmButton
              label={t("places.plan.away")}
              title={t("places.plan.away_title")}
              isDisabled={isBusy}
              onDo={onAway}
              testId="plan-away"
            >
              <p>{t("places.plan.away_text", { count: plan.shapes.length })}</p>
            </ConfirmButton>
          </p>
        </form>
      </div>
    </Card>
  );
}

function Draft({ corners }: { corners: Corner[] }) {
  return (
    <>
      <polygon points={corners.join(" ")} className="is-draft" />
      {corners.map(([x, y], n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a corner is known by its number
        <circle key={n} cx={x} cy={y} r={70} className="is-draft" />
      ))}
    </>
  );
}

function firstFree(places: PlaceRow[], shapes: PlanShape[]): string {
  const taken = new Set(shapes.map(one => `${one.kind}/${one.code}`));
  const free = places.find(row => !taken.has(keyOf(row.place))) ?? places[0];
  return free ? keyOf(free.place) : "";
}
