import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { By, Frame } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Figure } from "../../ui/Figure";
import { RowsTable } from "../../ui/RowsTable";
import { useAsk } from "../explain/context";
import { useStableOrder } from "./order";

interface Row {
  key: string;
  name: string;
  value: number;
  /** What the bar is made of, by carrier. */
  parts: { carrier: string; value: number }[];
}

interface Props {
  frame: Frame;
  format: Format;
  by: "enterprise" | "scene" | "carrier";
}

const TITLES = {
  enterprise: "live.by_enterprise",
  scene: "live.by_scene",
  carrier: "live.by_carrier",
} as const;

/** Emissions by enterprise, scene or carrier: bars in the colours of the carriers, largest first. */
export function Ranking({ frame, format, by }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const isInteractive = useAsk() !== null;
  const [isTable, toggleTable] = useTable(`ranking-${by}`);
  const list = useRef<HTMLUListElement>(null);
  const isHeld = () => list.current?.matches(":hover, :focus-within") ?? false;
  const rows = useStableOrder(rowsOf(frame, by, label, format), isHeld);
  const largest = Math.max(1, ...rows.map(row => row.value));
  const top = rows[0];
  const summary = top && frame.now.value > 0 && (
    <span className="sr-only">
      {t("live.ranking_summary", {
        name: top.name,
        value: `${format.tonnes(top.value)} t/h`,
        share: format.percent(top.value / frame.now.value),
      })}
    </span>
  );
  return (
    <ChartCard
      title={t(TITLES[by])}
      summary={summary}
      className={`ranking ranking-${by}`}
      isEmpty={!isInteractive || rows.length === 0}
      isTable={isTable}
      onToggle={toggleTable}
      testId={`ranking-${by}-toggle`}
      source="readings"
      until={frame.data_time}
      format={format}
    >
      {isTable ? (
        <RowsTable
          columns={[t(`live.${by}`), "t/h", "%"]}
          rows={rows.map(row => ({
            key: row.key,
            cells: [
              row.name,
              <Figure
                key={row.key}
                query={{ figure: "now", frame: frame.seq, by, key: row.key }}
                value={row.value}
                name={row.name}
                shown={`${format.tonnes(row.value)} t/h`}
              >
                {format.tonnes(row.value)}
              </Figure>,
              frame.now.value > 0 ? format.percent(row.value / frame.now.value) : "",
            ],
          }))}
        />
      ) : (
        <ul ref={list} data-picture="">
          {rows.map(row => (
            <Bar key={row.key} row={row} by={by} frame={frame} format={format} largest={largest} />
          ))}
        </ul>
      )}
      {by === "enterprise" && frame.audience === "park" && <Balance frame={frame} format={format} />}
    </ChartCard>
  );
}

function rowsOf(frame: Frame, by: Props["by"], label: ReturnType<typeof useLabels>, format: Format): Row[] {
  const parts = (key: string) =>
    [...frame.carriers]
      .sort((a, b) => carrierRank(a.key) - carrierRank(b.key))
      .map(({ key: carrier }) => ({
        carrier,
        value: frame.flows
          .filter(flow => flow.carrier === carrier && flow[by] === key)
          .reduce((sum, flow) => sum + Math.max(0, flow.value), 0),
      }))
      .filter(part => part.value > 0);
  if (by === "enterprise")
    return frame.enterprises.map(slice => ({
      key: slice.key,
      name: format.name(slice),
      value: slice.value,
      parts: parts(slice.key),
    }));
  const slices = by === "scene" ? frame.scenes : frame.carriers;
  return slices.map(slice => ({ ...slice, name: label(by, slice.key), parts: parts(slice.key) }));
}

interface BarProps {
  row: Row;
  by: By;
  frame: Frame;
  format: Format;
  largest: number;
}

function Bar({ row, by, frame, format, largest }: BarProps) {
  const width = (value: number) => `${(Math.max(0, value) / largest) * 100}%`;
  const through = row.parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <li>
      <Figure
        className="bar-row"
        query={{ figure: "now", frame: frame.seq, by, key: row.key }}
        value={row.value}
        name={row.name}
        shown={`${format.tonnes(row.value)} t/h`}
      >
        <span className="bar-name" title={row.name}>
          {row.name}
        </span>
        <span className="bar" aria-hidden="true">
          {row.parts.map(part => (
            <i
              key={part.carrier}
              style={{ width: width(part.value), background: carrierColour(part.carrier) }}
            />
          ))}
          {row.value > through && <i className="hatch" style={{ width: width(row.value - through) }} />}
        </span>
        <span className="bar-value">{format.tonnes(row.value)}</span>
        <span className="bar-share">
          {frame.now.value > 0 ? format.percent(row.value / frame.now.value) : ""}
        </span>
      </Figure>
    </li>
  );
}

const CARRIERS = ["electricity", "natural_gas", "process", "steam", "heat", "diesel"];
const carrierRank = (carrier: string) => (CARRIERS.indexOf(carrier.split(":")[0] ?? "") + 99) % 99;

/** The colour of a carrier, everywhere on the page. */
export function carrierColour(carrier: string): string {
  return `var(--carrier-${carrier.split(":")[0]}, var(--carrier-other))`;
}

/** What makes the enterprises' figures the park's: less transfers, plus what nobody's meter saw. */
function Balance({ frame, format }: { frame: Frame; format: Format }) {
  const { t } = useTranslation();
  return (
    <ul className="balance">
      <li title={t("live.transfers_hint")}>
        <Figure
          className="bar-row"
          query={{ figure: "now", frame: frame.seq, by: "transfers" }}
          value={frame.transfers}
          name={t("live.transfers")}
          shown={`${format.tonnes(-frame.transfers)} t/h`}
        >
          <span className="bar-name">{t("live.transfers")}</span>
          <span className="bar-value">{format.tonnes(-frame.transfers)}</span>
        </Figure>
      </li>
      <li title={t("live.unallocated_hint")}>
        <Figure
          className="bar-row"
          query={{ figure: "now", frame: frame.seq, by: "unallocated" }}
          value={frame.unallocated}
          name={t("live.unallocated")}
          shown={`${format.tonnes(frame.unallocated)} t/h`}
        >
          <span className="bar-name">{t("live.unallocated")}</span>
          <span className="bar-value">+{format.tonnes(frame.unallocated)}</span>
        </Figure>
      </li>
      <li className="balance-total">
        <Figure
          className="bar-row"
          query={{ figure: "now", frame: frame.seq }}
          value={frame.now.value}
          name={t("live.park_total")}
          shown={`${format.tonnes(frame.now.value)} t/h`}
        >
          <span className="bar-name">{t("live.park_total")}</span>
          <span className="bar-value">= {format.tonnes(frame.now.value)}</span>
        </Figure>
      </li>
    </ul>
  );
}
