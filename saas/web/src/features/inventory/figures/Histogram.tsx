import { useTranslation } from "react-i18next";
import type { Uncertainty } from "../../../api/figures";
import type { Format } from "../../../lib/format";
import { massText } from "./words";

const HEIGHT = 56;

/** How often Monte Carlo found which total; what is inside the interval is darker. */
export function Histogram({
  draws,
  format,
}: {
  draws: NonNullable<Uncertainty["approach_2"]>;
  format: Format;
}) {
  const { t } = useTranslation();
  const { counts, edges_mg: edges } = draws;
  if (counts.length === 0) return null;
  const most = Math.max(...counts);
  const label = t("figures.histogram", {
    median: massText(draws.median_mg, format),
    mean: massText(draws.mean_mg, format),
  });
  return (
    <svg
      className="figures-histogram"
      viewBox={`0 0 ${counts.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {counts.map((count, place) => {
        const height = (count / most) * HEIGHT;
        const middle = ((edges[place] ?? 0) + (edges[place + 1] ?? 0)) / 2;
        const isInside = middle >= draws.lower_mg && middle <= draws.upper_mg;
        return (
          <rect
            key={edges[place]}
            className={isInside ? "is-inside" : ""}
            x={place + 0.08}
            y={HEIGHT - height}
            width={0.84}
            height={height}
          />
        );
      })}
    </svg>
  );
}
