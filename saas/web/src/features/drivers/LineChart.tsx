import { useSize } from "../../lib/useSize";

export interface Line {
  key: string;
  label: string;
  points: readonly (readonly [number, number])[];
  isDashed?: boolean;
}

interface Props {
  lines: readonly Line[];
  label: string;
  ticks: readonly { at: number; text: string }[];
  mark?: { at: number; text: string } | undefined;
  showY: (value: number) => string;
}

const HEIGHT = 220;
const PAD = { left: 56, right: 12, top: 12, bottom: 26 };

/** Lines over one axis, drawn as SVG at the width that there is; the legend is beside it, in words. */
export function LineChart({ lines, label, ticks, mark, showY }: Props) {
  const [box, { width }] = useSize<HTMLDivElement>();
  const points = lines.flatMap(line => line.points);
  const xs = points.map(point => point[0]);
  const ys = points.map(point => point[1]);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys, 0), Math.max(...ys, 0)];
  const inner = Math.max(10, width - PAD.left - PAD.right);
  const px = (x: number) => PAD.left + ((x - x0) / (x1 - x0 || 1)) * inner;
  const py = (y: number) => PAD.top + (1 - (y - y0) / (y1 - y0 || 1)) * (HEIGHT - PAD.top - PAD.bottom);
  return (
    <div>
      <div ref={box} className="linechart">
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={label}>
            {[y0, (y0 + y1) / 2, y1].map(y => (
              <g key={y}>
                <line className="linechart-grid" x1={PAD.left} x2={width - PAD.right} y1={py(y)} y2={py(y)} />
                <text x={PAD.left - 6} y={py(y) + 4} textAnchor="end">
                  {showY(y)}
                </text>
              </g>
            ))}
            <line className="linechart-zero" x1={PAD.left} x2={width - PAD.right} y1={py(0)} y2={py(0)} />
            {ticks.map(tick => (
              <text key={tick.at} x={px(tick.at)} y={HEIGHT - 8} textAnchor="middle">
                {tick.text}
              </text>
            ))}
            {mark && (
              <g>
                <line
                  className="linechart-mark"
                  x1={px(mark.at)}
                  x2={px(mark.at)}
                  y1={PAD.top}
                  y2={HEIGHT - PAD.bottom}
                />
                <text
                  x={px(mark.at) + (px(mark.at) > width / 2 ? -6 : 6)}
                  y={PAD.top + 10}
                  textAnchor={px(mark.at) > width / 2 ? "end" : "start"}
                >
                  {mark.text}
                </text>
              </g>
            )}
            {lines.map((line, i) => (
              <polyline
                key={line.key}
                className={`linechart-line line-${i % 6}${line.isDashed ? " is-dashed" : ""}`}
                points={line.points.map(([x, y]) => `${px(x)},${py(y)}`).join(" ")}
              />
            ))}
          </svg>
        )}
      </div>
      <ul className="linechart-legend">
        {lines.map((line, i) => (
          <li key={line.key}>
            <i className={`line-${i % 6}${line.isDashed ? " is-dashed" : ""}`} aria-hidden="true" />{" "}
            {line.label}
          </li>
        ))}
      </ul>
    </div>
  );
}
