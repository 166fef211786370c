import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type PlaceRow, type PlanShape, planImageUrl, type SitePlan } from "../../api/places";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { bounds, classOf, middle, SCALE } from "./plan";
import { shown } from "./words";

interface Props {
  plan: SitePlan;
  drawn: { shape: PlanShape; row: PlaceRow }[];
  format: Format;
  to: (key: string) => string;
}

/** The image with its shapes: each a link, with its name and figure written on it. */
export function PlanImage({ plan, drawn, format, to }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const limits = bounds(drawn.map(({ row }) => row.amount.co2_mg ?? 0));
  return (
    <>
      <Canvas plan={plan}>
        {drawn.map(({ shape, row }) => {
          const key = `${shape.kind}/${shape.code}`;
          const name = format.name(row.place) || row.place.code;
          const text = `${shown(row.amount.co2_mg, "carbon", format)} t`;
          const colour = classOf(row.amount.co2_mg, limits);
          const [x, y] = middle(shape);
          return (
            <a
              key={key}
              href={to(key)}
              aria-label={`${name}: ${text}`}
              onClick={event => {
                event.preventDefault();
                void navigate(to(key));
              }}
              data-testid="plan-shape"
              data-place={key}
            >
              <polygon
                points={shape.corners.join(" ")}
                className={colour === null ? "is-unknown" : `is-class-${colour + 1}`}
              />
              <Label x={x} y={y} plan={plan} lines={[name, text]} />
            </a>
          );
        })}
      </Canvas>
      <ul className="legend" data-testid="plan-legend">
        {limits.map((limit, n) => (
          <li key={limit}>
            <i className={`place-swatch is-class-${n + 1}`} />{" "}
            {t("places.plan.up_to", { value: shown(limit, "carbon", format) })}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The image at its own proportions, under a drawing in 1/10000 of its sides. */
export function Canvas({
  plan,
  children,
  onPoint,
}: {
  plan: SitePlan;
  children: ReactNode;
  onPoint?: (corner: [number, number]) => void;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  if (!plan.image) return null;
  const { id, width, height } = plan.image;
  return (
    <div className="place-plan" data-picture="" style={{ aspectRatio: `${width} / ${height}` }}>
      <img src={planImageUrl(park.code, id)} alt={t("places.plan.alt")} width={width} height={height} />
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: each shape has its name */}
      <svg
        viewBox={`0 0 ${SCALE} ${SCALE}`}
        preserveAspectRatio="none"
        className={onPoint ? "is-drawing" : ""}
        aria-hidden={onPoint ? "true" : undefined}
        onClick={event => {
          if (!onPoint) return;
          const box = event.currentTarget.getBoundingClientRect();
          const part = (at: number, from: number, size: number) =>
            Math.round(Math.min(1, Math.max(0, (at - from) / size)) * SCALE);
          onPoint([part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)]);
        }}
      >
        {children}
      </svg>
    </div>
  );
}

/** Text that keeps its proportions where the drawing does not. */
function Label({ x, y, plan, lines }: { x: number; y: number; plan: SitePlan; lines: string[] }) {
  const stretch = plan.image ? plan.image.height / plan.image.width : 1;
  return (
    <g transform={`translate(${x} ${y}) scale(${stretch} 1)`}>
      {lines.map((line, n) => (
        <text key={line} y={n * 380 - 60} textAnchor="middle">
          {line}
        </text>
      ))}
    </g>
  );
}
