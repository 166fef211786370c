import { TreemapChart } from "echarts/charts";
import { TooltipComponent } from "echarts/components";
import { use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect } from "react";
import { useChart } from "../../lib/useChart";
import { usePalette } from "../live/palette";

register([TreemapChart, TooltipComponent, CanvasRenderer]);

export interface Tile {
  key: string;
  name: string;
  /** [t CO2] */
  value: number;
  text: string;
}

/** Enterprises and places by what they emitted. Loaded when it is needed. */
export default function Treemap({
  tiles,
  summary,
  onOpen,
}: {
  tiles: Tile[];
  summary: string;
  onOpen: (key: string) => void;
}) {
  const palette = usePalette();
  const [box, chart] = useChart();

  useEffect(() => {
    chart?.on("click", event => {
      const key = (event.data as { key?: string } | undefined)?.key;
      if (key) onOpen(key);
    });
    return () => {
      if (!chart?.isDisposed()) chart?.off("click");
    };
  }, [chart, onOpen]);

  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    chart?.setOption(
      {
        animation: false,
        series: [
          {
            type: "treemap",
            roam: false,
            nodeClick: false,
            breadcrumb: { show: false },
            width: "100%",
            height: "100%",
            label: { color: palette.strong, fontFamily: palette.font, formatter: "{b}" },
            itemStyle: { borderColor: palette.surface, borderWidth: 2, gapWidth: 2 },
            data: tiles.map((tile, n) => ({
              key: tile.key,
              name: `${tile.name}\n${tile.text}`,
              value: tile.value,
              itemStyle: { color: style.getPropertyValue(`--place-soft-${Math.min(5, n + 1)}`).trim() },
            })),
          },
        ],
      },
      { notMerge: true },
    );
  }, [chart, tiles, palette]);

  return <div ref={box} className="chart place-treemap" role="img" aria-label={summary} tabIndex={-1} />;
}
