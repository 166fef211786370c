import { useTranslation } from "react-i18next";
import type { BenchmarkNorm } from "../../api/benchmark";
import type { Format } from "../../lib/format";
import { CHIPS, change, intensity, isYearly, monthsText, SAVED, unitText } from "./words";

interface Props {
  found: BenchmarkNorm;
  year: number;
  format: Format;
  isOwn: boolean;
}

/** A bar for every enterprise, the best first, with the norm across all of them. */
export function Bars({ found: { norm, lines }, year, format, isOwn }: Props) {
  const { t } = useTranslation();
  const unit = unitText(t, norm);
  const aim = norm.advanced == null ? "saving_limit" : "saving";
  const saving = isYearly(norm) ? (`benchmark.${aim}_year` as const) : (`benchmark.${aim}` as const);
  const longest = 1.06 * Math.max(norm.limit, ...lines.map(line => line.value));
  const share = (value: number) => `${(100 * value) / longest}%`;
  return (
    <>
      <ul className="budget-list benchmark-list" data-picture="">
        {lines.map(line => {
          const place = line.rank != null && line.ranked != null && line.ranked > 1;
          return (
            <li key={line.enterprise} data-testid="benchmark-line" data-owner={line.enterprise}>
              <div className="benchmark-head">
                <strong>{format.name(line)}</strong>
                <span className="benchmark-value">
                  {intensity(format, line.value)} {unit}
                </span>
                <span className={CHIPS[line.verdict]}>{t(`benchmark.verdict.${line.verdict}`)}</span>
              </div>
              <span className="benchmark-bar" aria-hidden="true">
                <i className={`is-${line.verdict}`} style={{ width: share(line.value) }} />
                {line.past[0]?.value != null && (
                  <i
                    className="benchmark-before"
                    style={{ left: share(Math.min(line.past[0].value, longest)) }}
                  />
                )}
                {norm.advanced != null && (
                  <i className="benchmark-advanced" style={{ left: share(norm.advanced) }} />
                )}
                <i className="benchmark-limit" style={{ left: share(norm.limit) }} />
              </span>
              <span className="budget-said">
                {place && `${t("benchmark.place", { rank: line.rank, number: line.ranked })} · `}
                {isOwn && line.rank == null && `${t("benchmark.no_place")} · `}
                {change(t, format, line)} · {monthsText(t, format, year, line.months)}
                {line.saving > 0 &&
                  ` · ${t(saving, { amount: intensity(format, line.saving), unit: SAVED[norm.kind] })}`}
                {line.others.length > 0 &&
                  ` · ${t("benchmark.others", {
                    names: line.others.map(item => item.slice("product:".length)).join(t("benchmark.comma")),
                  })}`}
              </span>
            </li>
          );
        })}
      </ul>
      <ul className="legend" aria-hidden="true">
        <li>
          <i className="benchmark-key benchmark-limit" /> {t("benchmark.limit")}
        </li>
        {norm.advanced != null && (
          <li>
            <i className="benchmark-key benchmark-advanced" /> {t("benchmark.advanced")}
          </li>
        )}
        <li>
          <i className="benchmark-key benchmark-before" /> {t("benchmark.before_key")}
        </li>
      </ul>
    </>
  );
}
