import { useTranslation } from "react-i18next";
import type { PathwayResult } from "../../api/planning";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Frame } from "./Frame";
import { band, line, SCENARIO_COLOURS } from "./plot";
import { kt } from "./words";

interface Props {
  result: PathwayResult;
  names: readonly string[];
  /** ms */
  computed: number | null;
  format: Format;
}

/** Emissions of every scenario with their bands, and the same as a table. */
export function Fan({ result, names, computed, format }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("fan");
  const ends = result.paths.map((path, i) =>
    t("planning.fan_end", {
      name: names[i],
      tonnes: format.number(kt(path.bands[2]?.at(-1) ?? 0), 1),
      year: result.years.at(-1),
    }),
  );
  const summary = ends.join(t("planning.separator"));
  return (
    <ChartCard
      title={t("planning.fan")}
      summary={`${t("planning.unit_kt")} · ${t("planning.bands")}`}
      isTable={isTable}
      onToggle={toggleTable}
      testId="fan-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      {isTable ? (
        <FanTable result={result} names={names} format={format} />
      ) : (
        <FanPlot result={result} label={`${t("planning.fan")}. ${summary}`} format={format} />
      )}
      <ul className="legend">
        {names.map((name, i) => (
          <li key={name}>
            <i className="dot" style={{ background: SCENARIO_COLOURS[i] }} /> {name}
          </li>
        ))}
      </ul>
      <p className="note">{t("planning.no_prediction")}</p>
    </ChartCard>
  );
}

function FanPlot({ result, label, format }: { result: PathwayResult; label: string; format: Format }) {
  const { years, paths } = result;
  const highest = Math.max(0, ...paths.flatMap(path => path.bands.at(-1) ?? [])) / 1000;
  const lowest = Math.min(0, ...paths.flatMap(path => path.bands[0] ?? [])) / 1000;
  const first = years[0] ?? 0;
  const last = years.at(-1) ?? 1;
  return (
    <Frame label={label} height={340} x={[first, last]} y={[lowest, highest]} format={format}>
      {scale =>
        paths.map((path, i) => {
          const points = (values: readonly number[]) =>
            values.map((value, k) => [scale.x(years[k] ?? first), scale.y(kt(value))] as const);
          const [outer, inner, middle, high, top] = path.bands;
          const peak = path.peak;
          const at = peak === null ? -1 : years.indexOf(peak);
          return (
            <g key={path.scenario} style={{ color: SCENARIO_COLOURS[i] }}>
              {outer && top && <path className="fan-outer" d={band(points(top), points(outer))} />}
              {inner && high && <path className="fan-inner" d={band(points(high), points(inner))} />}
              {middle && <path className="fan-line" d={line(points(middle))} />}
              {path.elastic?.[2] && <path className="fan-elastic" d={line(points(path.elastic[2]))} />}
              {at >= 0 && (
                <circle
                  className="fan-peak"
                  cx={scale.x(years[at] ?? first)}
                  cy={scale.y(kt(path.total[at] ?? 0))}
                  r={4}
                />
              )}
            </g>
          );
        })
      }
    </Frame>
  );
}

function FanTable({ result, names, format }: Omit<Props, "computed">) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("planning.fan")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("planning.year")}</th>
            {names.map(name => (
              <th key={name} scope="col" className="right">
                {name} <span className="unit">{t("planning.unit_kt")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.years.map((year, k) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {result.paths.map(path => (
                <td key={path.scenario} className="right">
                  {format.number(kt(path.bands[2]?.[k] ?? 0), 1)}{" "}
                  <span className="unit">
                    {format.number(kt(path.bands[0]?.[k] ?? 0), 1)}–
                    {format.number(kt(path.bands[4]?.[k] ?? 0), 1)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
