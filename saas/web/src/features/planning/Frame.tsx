import type { ReactNode } from "react";
import type { Format } from "../../lib/format";
import { useSize } from "../../lib/useSize";
import { PAD, type Scale, scale } from "./plot";

interface Props {
  label: string;
  height?: number;
  x: readonly [number, number];
  y: readonly [number, number];
  /** Places of words below; years by default. */
  marks?: readonly { at: number; text: string }[];
  format: Format;
  children: (scale: Scale, width: number) => ReactNode;
}

/** Axes of a drawn chart; what it shows is said by its label and by the table beside it. */
export function Frame({ label, height = 300, x, y, marks, format, children }: Props) {
  const [box, size] = useSize<HTMLDivElement>();
  const width = size.width;
  const places = scale(width, height, x, y);
  const digits = (places.ticks[1] ?? 1) - (places.ticks[0] ?? 0) < 1 ? 1 : 0;
  const years = marks ?? decades(x, width);
  return (
    <div className="plot" ref={box} role="img" aria-label={label} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          {places.ticks.map(tick => (
            <g key={tick}>
              <line
                className={tick === 0 ? "plot-zero" : "plot-line"}
                x1={PAD.left}
                x2={width - PAD.right}
                y1={places.y(tick)}
                y2={places.y(tick)}
              />
              <text className="plot-text" x={PAD.left - 8} y={places.y(tick) + 4} textAnchor="end">
                {format.number(tick, digits)}
              </text>
            </g>
          ))}
          {years.map(mark => (
            <text
              key={mark.at}
              className="plot-text"
              x={places.x(mark.at)}
              y={height - 6}
              textAnchor="middle"
            >
              {mark.text}
            </text>
          ))}
          {children(places, width)}
        </svg>
      )}
    </div>
  );
}

function decades([from, to]: readonly [number, number], width: number) {
  const every = width < 520 ? 10 : 5;
  const found: { at: number; text: string }[] = [];
  for (let year = Math.ceil(from / every) * every; year <= to; year += every)
    found.push({ at: year, text: String(year) });
  return found;
}
