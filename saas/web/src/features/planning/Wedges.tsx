import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PathwayResult } from "../../api/planning";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Frame } from "./Frame";
import { ASPECT_COLOURS, ASPECTS, band, line } from "./plot";
import { kt } from "./words";

interface Props {
  result: PathwayResult;
  names: readonly string[];
  /** ms */
  computed: number | null;
  format: Format;
}

/** What each aspect avoids from the first scenario to another one. */
export function Wedges({ result, names, computed, format }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("wedges");
  const [chosen, setChosen] = useState(result.wedges.length - 1);
  const wedge = result.wedges[chosen];
  const before = result.paths[0];
  const after = result.paths[chosen + 1];
  if (!wedge || !before || !after) return null;
  const title = t("planning.wedges_of", { before: names[0], after: names[chosen + 1] });
  const last = result.years.length - 1;
  const words = ASPECTS.map(aspect =>
    t("planning.wedge_part", {
      aspect: t(`planning.aspect.${aspect}`),
      tonnes: format.number(kt(wedge.by_aspect[aspect]?.[last] ?? 0), 1),
    }),
  ).join(t("planning.separator"));
  return (
    <ChartCard
      title={title}
      summary={`${t("planning.unit_kt")} · ${result.years[last]}: ${words}`}
      actions={
        result.wedges.length > 1 && (
          <label>
            <span className="sr-only">{t("planning.wedge_to")}</span>
            <select value={chosen} onChange={event => setChosen(Number(event.target.value))}>
              {result.wedges.map((one, i) => (
                <option key={one.after} value={i}>
                  {names[i + 1]}
                </option>
              ))}
            </select>
          </label>
        )
      }
      isTable={isTable}
      onToggle={toggleTable}
      testId="wedges-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      {isTable ? (
        <WedgeTable years={result.years} of={wedge.by_aspect} label={title} format={format} />
      ) : (
        <Frame
          label={`${title}. ${words}`}
          x={[result.years[0] ?? 0, result.years[last] ?? 1]}
          y={[0, kt(Math.max(...before.total, ...after.total))]}
          format={format}
        >
          {scale => {
            const at = (values: readonly number[]) =>
              values.map((value, k) => [scale.x(result.years[k] ?? 0), scale.y(kt(value))] as const);
            let top = [...before.total];
            return (
              <>
                {ASPECTS.map(aspect => {
                  const effect = wedge.by_aspect[aspect] ?? [];
                  const bottom = top.map((value, k) => value - (effect[k] ?? 0));
                  const shape = band(at(top), at(bottom));
                  top = bottom;
                  return (
                    <path key={aspect} className="wedge" d={shape} style={{ fill: ASPECT_COLOURS[aspect] }} />
                  );
                })}
                <path className="wedge-line" d={line(at(before.total))} />
                <path className="wedge-line" d={line(at(after.total))} />
              </>
            );
          }}
        </Frame>
      )}
      <ul className="legend">
        {ASPECTS.map(aspect => (
          <li key={aspect}>
            <i className="dot" style={{ background: ASPECT_COLOURS[aspect] }} />{" "}
            {t(`planning.aspect.${aspect}`)}
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}

interface TableProps {
  years: readonly number[];
  of: Partial<Record<(typeof ASPECTS)[number], number[]>>;
  label: string;
  format: Format;
}

function WedgeTable({ years, of, label, format }: TableProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("planning.year")}</th>
            {ASPECTS.map(aspect => (
              <th key={aspect} scope="col" className="right">
                {t(`planning.aspect.${aspect}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year, k) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {ASPECTS.map(aspect => (
                <td key={aspect} className="right">
                  {format.number(kt(of[aspect]?.[k] ?? 0), 2)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
