import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { DriverRow } from "../../api/analyses";
import type { Format } from "../../lib/format";
import { nameOf } from "./words";

/** The interval to show: the bootstrap's where there is one. */
export function intervalOf(row: DriverRow): [number, number] | null {
  const low = row.bootstrap_low ?? row.low;
  const high = row.bootstrap_high ?? row.high;
  return low === null || low === undefined || high === null || high === undefined ? null : [low, high];
}

/** "+1 % output goes with +0.42 % emissions [0.31, 0.53]", or that it cannot be told from none. */
export function sentenceOf(t: TFunction, format: Format, row: DriverRow): string {
  const interval = intervalOf(row);
  const facts = {
    driver: nameOf(t, row.name),
    effect: `${row.coefficient > 0 ? "+" : ""}${format.number(row.coefficient, 2)}`,
    low: interval ? format.number(interval[0], 2) : "",
    high: interval ? format.number(interval[1], 2) : "",
  };
  if (!interval) return t("drivers.sentence_bare", facts);
  return t(interval[0] <= 0 && interval[1] >= 0 ? "drivers.sentence_unsure" : "drivers.sentence", facts);
}

/** Elasticities with their intervals beside the line of no effect. */
export function Forest({ rows, format }: { rows: readonly DriverRow[]; format: Format }) {
  const { t } = useTranslation();
  const ends = rows.flatMap(row => [...(intervalOf(row) ?? []), row.coefficient, 0]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const pad = (most - least || 1) * 0.06;
  const at = (value: number) => ((value - least + pad) / (most - least + 2 * pad || 1)) * 100;
  return (
    <ul className="forest" data-picture="" data-testid="forest">
      {rows.map(row => {
        const interval = intervalOf(row);
        return (
          <li key={row.name}>
            <span className="forest-label">{nameOf(t, row.name)}</span>
            <span className="forest-track" aria-hidden="true">
              <i className="forest-zero" style={{ left: `${at(0)}%` }} />
              {interval && (
                <i
                  className="forest-line"
                  style={{ left: `${at(interval[0])}%`, width: `${at(interval[1]) - at(interval[0])}%` }}
                />
              )}
              <i className="forest-dot" style={{ left: `${at(row.coefficient)}%` }} />
            </span>
            <span className="forest-text">{sentenceOf(t, format, row)}</span>
          </li>
        );
      })}
    </ul>
  );
}
