import { useEffect, useState } from "react";
import { useTheme } from "../../app/preferences";
import type { Palette } from "./chart-options";

export type ChartPalette = Palette & { warn: string };

/** The palette of the theme in use; the size of type follows the window on the wall. */
export function usePalette(): ChartPalette {
  const theme = useTheme();
  const [colours, setColours] = useState(palette);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the styles that are read change with the theme
  useEffect(() => {
    const read = () => setColours(palette());
    const frame = requestAnimationFrame(read);
    window.addEventListener("resize", read);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("resize", read);
    };
  }, [theme]);
  return colours;
}

function palette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: colour("--accent"),
    area: colour("--accent-soft"),
    text: colour("--ink-2"),
    strong: colour("--ink"),
    grid: colour("--line"),
    before: colour("--ink-3"),
    surface: colour("--surface"),
    hatch: colour("--hatch-line"),
    warn: colour("--warn"),
    font: getComputedStyle(document.body).fontFamily,
    rem: Number.parseFloat(style.fontSize),
  };
}
