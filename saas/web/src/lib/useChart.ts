import { type EChartsType, init } from "echarts/core";
import { type RefObject, useEffect, useRef, useState } from "react";

/** A box, and the chart of the library in it, which follows its size; none before the box is there. */
export function useChart(): [RefObject<HTMLDivElement | null>, EChartsType | null] {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current);
    setChart(made);
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
      setChart(null);
    };
  }, []);
  return [box, chart];
}
