import { useTranslation } from "react-i18next";
import type { BenchmarkNorm } from "../../api/benchmark";
import type { Format } from "../../lib/format";
import { Scroll } from "../meter-health/Scroll";
import { intensity, isYearly, itemText, monthsText, SAVED, unitText } from "./words";

/** The same figures as a table, with the years before. */
export function LineTable({ found, year, format }: { found: BenchmarkNorm; year: number; format: Format }) {
  const { t } = useTranslation();
  const { norm, lines } = found;
  const shown = (value: number | null | undefined) => (value == null ? "\u2013" : intensity(format, value));
  const heads = [
    t("benchmark.value", { unit: unitText(t, norm) }),
    ...(lines[0]?.past.map(one => t("benchmark.value_of", { year: one.year })) ?? []),
    t("benchmark.amount", { item: itemText(t, norm.item) }),
    t(isYearly(norm) ? "benchmark.saved_year" : "benchmark.saved", { unit: SAVED[norm.kind] }),
  ];
  return (
    <Scroll label={format.name(norm)}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("benchmark.rank")}</th>
            <th scope="col">{t("benchmark.enterprise")}</th>
            <th scope="col">{t("benchmark.against")}</th>
            {heads.map(head => (
              <th key={head} scope="col" className="right">
                {head}
              </th>
            ))}
            <th scope="col">{t("benchmark.months")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <tr key={line.enterprise}>
              <td>{line.rank ?? "\u2013"}</td>
              <th scope="row">{format.name(line)}</th>
              <td>{t(`benchmark.verdict.${line.verdict}`)}</td>
              <td className="right">{shown(line.value)}</td>
              {line.past.map(one => (
                <td key={one.year} className="right">
                  {shown(one.value)}
                </td>
              ))}
              <td className="right">{shown(line.amount)}</td>
              <td className="right">{shown(line.saving)}</td>
              <td>{monthsText(t, format, year, line.months)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
