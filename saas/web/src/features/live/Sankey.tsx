import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Frame } from "../../api/types";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useLabels } from "../../lib/labels";
import { useSize } from "../../lib/useSize";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Figure } from "../../ui/Figure";
import { useAsk } from "../explain/context";
import { FlowsTable } from "./FlowsTable";
import { carrierColour } from "./Ranking";
import { layoutSankey, orderOf, type Ribbon, type SankeyNode } from "./sankey-layout";

interface Props {
  frame: Frame;
  format: Format;
}

interface CardProps extends Props {
  /** Whether the picture is drawn already: its sentence comes before it. */
  isDrawn?: boolean;
}

// All in rem: the bars, the room for the labels left and right of them, and one line of labels.
const BAR_REM = 0.625;
const SIDE = { page: { left: 10, right: 14.5 }, wall: { left: 11.5, right: 17 } };
const LABEL_REM = 1.5;
const REORDER_MS = 60_000;

/** Where energy becomes carbon: carrier → scene → enterprise, every ribbon in its carrier's colour. */
export function Sankey({ frame, format, isDrawn = true }: CardProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const isInteractive = useAsk() !== null;
  const [isTable, toggleTable] = useTable("sankey");
  const largest = frame.flows.reduce<Frame["flows"][number] | null>(
    (best, flow) => (best && best.value >= flow.value ? best : flow),
    null,
  );
  const owner = frame.enterprises.find(item => item.key === largest?.enterprise);
  const summary = (
    <>
      {t("live.flows_sub")} · t {gasText(frame.gas)}/h
      {largest && (
        <>
          {" · "}
          {t("live.flows_summary", {
            carrier: label("carrier", largest.carrier),
            enterprise: owner ? format.name(owner) : t("live.unallocated"),
            value: format.tonnes(largest.value),
          })}
        </>
      )}
    </>
  );
  return (
    <ChartCard
      title={t("live.flows")}
      summary={summary}
      className="flows"
      isEmpty={!isInteractive || !isDrawn}
      isTable={isTable}
      onToggle={toggleTable}
      testId="flows-table-toggle"
      source="readings"
      foot={
        frame.transfers > 0 && (
          <>
            {" "}
            <i className="swatch hatch" aria-hidden="true" />
            {t("live.flows_transfers", { value: `${format.tonnes(frame.transfers)} t/h` })}
          </>
        )
      }
      until={frame.data_time}
      format={format}
    >
      {!isDrawn ? (
        <div className="sankey" />
      ) : isTable ? (
        <FlowsTable frame={frame} format={format} />
      ) : frame.flows.some(flow => flow.value > 0) ? (
        <Diagram frame={frame} format={format} />
      ) : (
        <p className="card-empty">{t("live.flows_empty")}</p>
      )}
    </ChartCard>
  );
}

/** The order of the nodes, kept for a minute so that the picture breathes but does not jump. */
function useOrder(frame: Frame): string[][] {
  const memory = useRef({ at: Number.NEGATIVE_INFINITY, key: "", order: [] as string[][] });
  const order = orderOf(frame);
  const key = order.flat().sort().join();
  const now = performance.now();
  if (memory.current.key !== key || now - memory.current.at > REORDER_MS)
    memory.current = { at: now, key, order };
  return memory.current.order;
}

function Diagram({ frame, format }: Props) {
  const [ref, size] = useSize<HTMLDivElement>();
  const order = useOrder(frame);
  const [hovered, setHovered] = useState<string | null>(null);
  const rem = size.width ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize) : 16;
  const side = useAsk() ? SIDE.page : SIDE.wall;
  const bar = BAR_REM * rem;
  const left = side.left * rem;
  const right = size.width - side.right * rem;
  const x = [left, (left + right) / 2, right] as const;
  const { nodes, ribbons } =
    size.width > 0 ? layoutSankey(frame, size.height, LABEL_REM * rem, order) : { nodes: [], ribbons: [] };
  const isDimmed = (ribbon: Ribbon) =>
    hovered !== null && ribbon.from !== hovered && ribbon.to !== hovered && `c/${ribbon.carrier}` !== hovered;
  return (
    <div className="sankey" ref={ref} data-picture="">
      <svg width={size.width} height={size.height} aria-hidden="true">
        {ribbons.map(ribbon => (
          <path
            key={ribbon.id}
            d={path(ribbon, x[ribbon.column] + bar, x[ribbon.column === 0 ? 1 : 2])}
            fill={ribbon.isUnallocated ? "var(--muted-fill)" : carrierColour(ribbon.carrier)}
            className={isDimmed(ribbon) ? "ribbon ribbon-dimmed" : "ribbon"}
          />
        ))}
        {nodes.map(node => (
          <Bars key={node.id} node={node} x={x[node.column]} width={bar} />
        ))}
      </svg>
      {nodes.map(node => (
        <Label
          key={node.id}
          node={node}
          left={node.column === 0 ? 0 : x[node.column] + bar}
          width={node.column === 0 ? left : node.column === 1 ? null : size.width - right - bar}
          frame={frame}
          format={format}
          onHover={setHovered}
        />
      ))}
    </div>
  );
}

function Bars({ node, x, width }: { node: SankeyNode; x: number; width: number }) {
  const solid = node.height - node.transferHeight;
  const colour = node.by === "carrier" ? carrierColour(node.key) : "var(--node)";
  const fill = node.by === "unallocated" ? "var(--muted-fill-strong)" : colour;
  return (
    <>
      <rect x={x} y={node.y} width={width} height={Math.max(0, solid)} fill={fill} rx="1.5" />
      {node.transferHeight > 0.5 && (
        <foreignObject x={x} y={node.y + solid} width={width} height={node.transferHeight}>
          <div className="hatch node-hatch" />
        </foreignObject>
      )}
    </>
  );
}

function path(ribbon: Ribbon, x0: number, x1: number): string {
  const middle = (x0 + x1) / 2;
  const { y0, y1, height } = ribbon;
  const thick = Math.max(height, 0.75);
  return (
    `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}` +
    `V${y1 + thick}C${middle} ${y1 + thick} ${middle} ${y0 + thick} ${x0} ${y0 + thick}Z`
  );
}

interface LabelProps extends Props {
  node: SankeyNode;
  left: number;
  width: number | null;
  onHover: (id: string | null) => void;
}

function Label({ node, left, width, frame, format, onHover }: LabelProps) {
  const name = useNodeName(frame, format)(node);
  const { by, key } = node;
  return (
    <div
      className={`node-label node-label-${node.column}`}
      style={{ left, top: node.labelY, ...(width !== null && { width }) }}
      onPointerEnter={() => onHover(node.id)}
      onPointerLeave={() => onHover(null)}
    >
      <Figure
        query={{ figure: "now", frame: frame.seq, by, ...(by !== "unallocated" && { key }) }}
        value={node.value}
        name={name}
        shown={`${format.tonnes(node.value)} t/h`}
      >
        <span className="node-name">{name}</span> <b>{format.tonnes(node.value)}</b>
      </Figure>
    </div>
  );
}

function useNodeName(frame: Frame, format: Format): (node: SankeyNode) => string {
  const { t } = useTranslation();
  const label = useLabels();
  return ({ by, key }) => {
    if (by === "unallocated") return t("live.unallocated");
    if (by !== "enterprise") return label(by, key);
    const found = frame.enterprises.find(item => item.key === key);
    return found ? format.name(found) : key;
  };
}
