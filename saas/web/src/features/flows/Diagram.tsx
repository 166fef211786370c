import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EnergyFlows } from "../../api/flows";
import type { Format } from "../../lib/format";
import { useSize } from "../../lib/useSize";
import { carrierColour } from "../live/Ranking";
import { LOST, layout, type Placed, type Ribbon, rowsOf } from "./layout";
import { shown, type Unit } from "./units";
import { useNodeWords } from "./words";

interface Props {
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
  onAsk: (key: string, element: HTMLElement) => void;
}

// In rem: bars, room for labels at both ends, one line of labels, the least height.
const BAR = 0.625;
const LEFT = 9.5;
const RIGHT = 15;
const LINE = 1.5;
const LEAST = 24;

/** Purchase → conversion → distribution → use; what is lost leaves hatched at the bottom. */
export function Diagram({ flows, unit, format, onAsk }: Props) {
  const { t } = useTranslation();
  const [ref, size] = useSize<HTMLDivElement>();
  const [hovered, setHovered] = useState<string | null>(null);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const height = Math.max(LEAST, rowsOf(flows, unit) * (LINE / 0.8 + 0.15)) * rem;
  const inner = size.width - (LEFT + RIGHT + BAR) * rem;
  const { stages, nodes, ribbons } =
    size.width > 0 ? layout(flows, unit, height, LINE * rem) : { stages: [], nodes: [], ribbons: [] };
  const last = Math.max(1, stages.length - 1);
  const x = stages.map((_, column) => LEFT * rem + (inner * column) / last);
  const column = new Map(nodes.map(placed => [placed.node.key, placed.column]));
  const isDimmed = (ribbon: Ribbon) => hovered !== null && ribbon.start !== hovered && ribbon.end !== hovered;
  return (
    <div className="flow-scroll" data-picture="">
      <ol className="flow-stages" aria-hidden="true">
        {stages.map((stage, column) => (
          <li key={stage} style={{ left: x[column] }} className={column === 0 ? "is-first" : ""}>
            {t(`flows.stage.${stage}`)}
          </li>
        ))}
      </ol>
      <div className="flow-diagram" ref={ref} style={{ height }}>
        <svg width={size.width} height={height} aria-hidden="true">
          {ribbons.map(ribbon => (
            <path
              key={ribbon.id}
              d={path(
                ribbon,
                (x[column.get(ribbon.start) ?? 0] ?? 0) + BAR * rem,
                x[column.get(ribbon.end) ?? last] ?? 0,
              )}
              fill={ribbon.isLost ? "var(--muted-fill)" : carrierColour(ribbon.carrier)}
              className={isDimmed(ribbon) ? "ribbon ribbon-dimmed" : "ribbon"}
            />
          ))}
          {nodes.map(placed => (
            <rect
              key={placed.node.key}
              x={x[placed.column]}
              y={placed.y}
              width={BAR * rem}
              height={placed.height}
              rx="1.5"
              fill={colour(placed)}
            />
          ))}
        </svg>
        {nodes.map(placed => (
          <Label
            key={placed.node.key}
            placed={placed}
            unit={unit}
            format={format}
            left={placed.column === 0 ? 0 : (x[placed.column] ?? 0) + BAR * rem}
            width={placed.column === 0 ? LEFT * rem : placed.column === last ? RIGHT * rem : null}
            flows={flows}
            onAsk={onAsk}
            onHover={setHovered}
          />
        ))}
      </div>
    </div>
  );
}

function colour({ node }: Placed): string {
  if (LOST.has(node.sort)) return "var(--muted-fill-strong)";
  if (node.stage === "supply" || node.sort === "network")
    return node.sort === "difference" || node.sort === "conversion_gain"
      ? "var(--warn)"
      : carrierColour(node.subject);
  return "var(--node)";
}

function path(ribbon: Ribbon, x0: number, x1: number): string {
  const middle = (x0 + x1) / 2;
  const { y0, y1 } = ribbon;
  const thick = Math.max(ribbon.height, 0.75);
  return (
    `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}` +
    `V${y1 + thick}C${middle} ${y1 + thick} ${middle} ${y0 + thick} ${x0} ${y0 + thick}Z`
  );
}

interface LabelProps extends Props {
  placed: Placed;
  left: number;
  width: number | null;
  onHover: (key: string | null) => void;
}

function Label({ placed, unit, format, left, width, onAsk, onHover }: LabelProps) {
  const { t } = useTranslation();
  const { name, sort } = useNodeWords(format)(placed.node);
  const side = placed.column === 0 ? "start" : width === null ? "middle" : "end";
  return (
    <div
      className={`flow-label flow-label-${side}`}
      style={{ left, top: placed.labelY, ...(width !== null && { width }) }}
      onPointerEnter={() => onHover(placed.node.key)}
      onPointerLeave={() => onHover(null)}
    >
      <button
        type="button"
        className="figure"
        title={`${name} \u00b7 ${sort}`}
        onClick={event => onAsk(placed.node.key, event.currentTarget)}
        data-flow-node={placed.node.key}
        data-value={placed.value}
      >
        <span className="node-name">{name}</span> <b>{shown(placed.node.amount, unit, format)}</b>
        <span className="sr-only"> {t("flows.ask")}</span>
      </button>
    </div>
  );
}
