import { useTranslation } from "react-i18next";
import type { PlanDetail, PortfolioResult } from "../../api/planning";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { ChartCard } from "../../ui/ChartCard";
import { Frame } from "./Frame";
import { line } from "./plot";
import { kt, nameOf } from "./words";

interface Props {
  detail: PlanDetail;
  result: PortfolioResult;
  format: Format;
}

/** The cheapest choice in words, its emissions against the caps, and what is built when. */
export function Portfolio({ detail, result, format }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("portfolio");
  const measures = detail.inputs.measures;
  const last = result.years.length - 1;
  const saved = (result.without - result.cost) / 10_000;
  const verdict =
    result.status === "infeasible"
      ? t("planning.verdict_infeasible")
      : t(result.status === "optimal" ? "planning.verdict_optimal" : "planning.verdict_limit", {
          gap: format.percent(result.gap ?? 0, 3),
        });
  const steepest = result.marginal.reduce<PortfolioResult["marginal"][number] | null>(
    (best, one) => (best && best.yuan_per_t >= one.yuan_per_t ? best : one),
    null,
  );
  return (
    <>
      <ChartCard
        title={t("planning.portfolio_result")}
        summary={t("planning.unit_kt")}
        isTable={isTable}
        onToggle={toggleTable}
        testId="portfolio-toggle"
        source="model"
        computed={detail.plan.finished_at}
        format={format}
      >
        <ul className="sentences" data-testid="portfolio-words">
          <li>
            <strong>{verdict}</strong>
          </li>
          <li>
            {t("planning.word_emissions", {
              year: result.years[last],
              before: format.number(kt(result.baseline[last] ?? 0), 1),
              after: format.number(kt(result.emissions[last] ?? 0), 1),
            })}
          </li>
          <li>
            {t(saved >= 0 ? "planning.word_saves" : "planning.word_costs", {
              yuan: format.number(Math.abs(saved), 1),
              capital: format.number(result.capital.reduce((sum, one) => sum + one, 0) / 10_000, 1),
            })}
          </li>
          {steepest && (
            <li>
              {t("planning.word_marginal", {
                year: steepest.year,
                yuan: format.number(steepest.yuan_per_t),
              })}
            </li>
          )}
          {groupMissed(result).map(one => (
            <li key={one.kind} className="missed">
              {t(`planning.missed.${one.kind}`, {
                years: one.years,
                amount: one.kind === "standard" ? format.percent(one.most, 0) : format.number(one.most),
                worst: one.worst,
              })}
            </li>
          ))}
          {result.left_out.length > 0 && (
            <li>
              {t("planning.word_left_out", {
                names: result.left_out
                  .map(code => nameOf(measures, code, format))
                  .join(t("planning.separator")),
              })}
            </li>
          )}
        </ul>
        {isTable ? <YearTable result={result} format={format} /> : <Plot result={result} format={format} />}
        <ul className="legend">
          <li>
            <i className="dot" style={{ background: "var(--ink-3)" }} /> {t("planning.without")}
          </li>
          <li>
            <i className="dot" style={{ background: "var(--accent)" }} /> {t("planning.with")}
          </li>
          {result.cap.some(one => one !== null) && (
            <li>
              <i className="dot" style={{ background: "var(--bad)" }} /> {t("planning.policy.emission_cap")}
            </li>
          )}
        </ul>
      </ChartCard>
      <Card title={t("planning.when")} summary={t("planning.when_hint")}>
        {result.built.length === 0 ? (
          <p className="note">{t("planning.nothing_built")}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <section className="table-scroll" tabIndex={0} aria-label={t("planning.when")}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t("planning.measure")}</th>
                  <th scope="col">{t("planning.built_when")}</th>
                  <th scope="col" className="right">
                    {t("planning.in_last", { year: result.years[last] })}
                  </th>
                </tr>
              </thead>
              <tbody>
                {Object.keys(result.service)
                  .filter(code => result.built.some(one => one.measure === code))
                  .map(code => (
                    <tr key={code}>
                      <th scope="row">{nameOf(measures, code, format)}</th>
                      <td>
                        {result.built
                          .filter(one => one.measure === code)
                          .map(one =>
                            one.share >= 0.9995
                              ? String(one.year)
                              : `${one.year} (${format.percent(one.share, 0)})`,
                          )
                          .join(t("planning.separator"))}
                      </td>
                      <td className="right">{format.percent(result.service[code]?.[last] ?? 0, 0)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        )}
      </Card>
    </>
  );
}

function groupMissed(result: PortfolioResult) {
  const kinds = [...new Set(result.missed.map(one => one.kind))];
  return kinds.map(kind => {
    const of = result.missed.filter(one => one.kind === kind);
    const worst = of.reduce((best, one) => (one.amount > best.amount ? one : best));
    const first = of[0]?.year ?? 0;
    const last = of.at(-1)?.year ?? 0;
    return {
      kind,
      years: first === last ? String(first) : `${first}–${last}`,
      most: worst.amount,
      worst: worst.year,
    };
  });
}

function Plot({ result, format }: { result: PortfolioResult; format: Format }) {
  const { t } = useTranslation();
  const { years } = result;
  const caps = result.cap.flatMap((one, k) => (one === null ? [] : [[years[k] ?? 0, kt(one)] as const]));
  const highest = Math.max(...result.baseline.map(kt), ...caps.map(([, y]) => y));
  const lowest = Math.min(0, ...result.emissions.map(kt));
  return (
    <Frame
      label={t("planning.portfolio_result")}
      x={[years[0] ?? 0, years.at(-1) ?? 1]}
      y={[lowest, highest]}
      format={format}
    >
      {scale => {
        const at = (values: readonly number[]) =>
          values.map((value, k) => [scale.x(years[k] ?? 0), scale.y(kt(value))] as const);
        return (
          <>
            <path className="fan-line plan-without" d={line(at(result.baseline))} />
            <path className="fan-line plan-with" d={line(at(result.emissions))} />
            <path className="plan-cap" d={line(caps.map(([x, y]) => [scale.x(x), scale.y(y)] as const))} />
          </>
        );
      }}
    </Frame>
  );
}

function YearTable({ result, format }: { result: PortfolioResult; format: Format }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("planning.portfolio_result")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("planning.year")}</th>
            {(["without", "with"] as const).map(name => (
              <th key={name} scope="col" className="right">
                {t(`planning.${name}`)}
              </th>
            ))}
            <th scope="col" className="right">
              {t("planning.policy.emission_cap")}
            </th>
            <th scope="col" className="right">
              {t("planning.capex")} <span className="unit">{t("planning.unit_10k_yuan")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {result.years.map((year, k) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              <td className="right">{format.number(kt(result.baseline[k] ?? 0), 1)}</td>
              <td className="right">{format.number(kt(result.emissions[k] ?? 0), 1)}</td>
              <td className="right">
                {result.cap[k] == null ? "–" : format.number(kt(result.cap[k] ?? 0), 1)}
              </td>
              <td className="right">{format.number((result.capital[k] ?? 0) / 10_000, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
