import { useTranslation } from "react-i18next";
import type { PathwayResult } from "../../api/planning";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { SCENARIO_COLOURS } from "./plot";

interface Props {
  result: PathwayResult;
  names: readonly string[];
  /** ms */
  computed: number | null;
  format: Format;
}

/** In which share of draws each year is the peak, and how many have none. */
export function Peaks({ result, names, computed, format }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("peaks");
  return (
    <ChartCard
      title={t("planning.peaks")}
      summary={t("planning.peaks_hint", { draws: format.number(result.draws) })}
      isTable={isTable}
      onToggle={toggleTable}
      testId="peaks-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      <div className="peak-strips" data-picture={isTable ? undefined : ""}>
        {result.paths.map((path, i) => {
          const found = Object.entries(path.peaks).map(([year, share]) => [Number(year), share] as const);
          const most = Math.max(path.no_peak, ...found.map(([, share]) => share), 0.01);
          const likeliest = found.reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0] as const);
          const words =
            path.no_peak >= 0.5
              ? t("planning.peak_none", { share: format.percent(path.no_peak, 0) })
              : t("planning.peak_likely", {
                  year: likeliest[0],
                  share: format.percent(likeliest[1], 0),
                  none: format.percent(path.no_peak, 0),
                });
          return (
            <section key={path.scenario} aria-label={names[i]}>
              <h3>{names[i]}</h3>
              <p className="note">{words}</p>
              {isTable ? (
                <PeakTable found={found} none={path.no_peak} format={format} />
              ) : (
                <div className="peak-strip" role="img" aria-label={`${names[i]}: ${words}`}>
                  {result.years.slice(0, -1).map(year => (
                    <i
                      key={year}
                      title={`${year}: ${format.percent(path.peaks[year] ?? 0, 1)}`}
                      style={{
                        height: `${((path.peaks[year] ?? 0) / most) * 100}%`,
                        background: SCENARIO_COLOURS[i],
                      }}
                    />
                  ))}
                  <i
                    className="peak-never"
                    title={`${t("planning.never")}: ${format.percent(path.no_peak, 1)}`}
                    style={{ height: `${(path.no_peak / most) * 100}%` }}
                  />
                </div>
              )}
              {!isTable && (
                <p className="peak-axis" aria-hidden="true">
                  <span>{result.years[0]}</span>
                  <span>{result.years.at(-2)}</span>
                  <span>{t("planning.never")}</span>
                </p>
              )}
            </section>
          );
        })}
      </div>
    </ChartCard>
  );
}

function PeakTable({
  found,
  none,
  format,
}: {
  found: (readonly [number, number])[];
  none: number;
  format: Format;
}) {
  const { t } = useTranslation();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t("planning.year")}</th>
          <th scope="col" className="right">
            {t("planning.share")}
          </th>
        </tr>
      </thead>
      <tbody>
        {found.map(([year, share]) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            <td className="right">{format.percent(share, 1)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t("planning.never")}</th>
          <td className="right">{format.percent(none, 1)}</td>
        </tr>
      </tbody>
    </table>
  );
}
