import { useTranslation } from "react-i18next";
import type { Contribution, StirpatResults } from "../../api/analyses";
import type { Format } from "../../lib/format";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { RowsTable } from "../../ui/RowsTable";
import { Scroll } from "../meter-health/Scroll";
import { signed, waterfallOf } from "./bars";
import { Forest, intervalOf, sentenceOf } from "./Forest";
import { LineChart } from "./LineChart";
import { Waterfall } from "./Waterfall";
import { digitsFor, nameOf } from "./words";

interface Props {
  found: StirpatResults;
  unit: string;
  /** ms */
  computed: number | null;
  format: Format;
}

/** What moves emissions: elasticities in words and as a plot, and whether they may be believed. */
export function StirpatView({ found, unit, computed, format }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("stirpat");
  const strongest = [...found.drivers].sort((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient))[0];
  return (
    <>
      <ChartCard
        title={t("drivers.what_moves")}
        summary={strongest && sentenceOf(t, format, strongest)}
        isTable={isTable}
        onToggle={toggleTable}
        testId="stirpat-toggle"
        source="model"
        computed={computed}
        format={format}
      >
        {isTable ? (
          <DriverTable found={found} format={format} />
        ) : (
          <Forest rows={found.drivers} format={format} />
        )}
        <p className="note">
          {t(`drivers.method.${found.method}`)}
          {found.k !== null && ` · k = ${format.number(found.k, 4)}`} ·{" "}
          {t("drivers.observations", { count: found.observations })} · R² ={" "}
          {format.number(found.fit.r_squared, 3)} ·{" "}
          {t("drivers.interval", { level: format.percent(found.level, 0) })}
        </p>
      </ChartCard>
      {found.contributions.map(part => (
        <Contributed key={part.entity} {...{ part, found, unit, computed, format }} />
      ))}
      {found.trace && <TraceCard found={found} computed={computed} format={format} />}
      <FitCard found={found} computed={computed} format={format} />
    </>
  );
}

function DriverTable({ found, format }: Pick<Props, "found" | "format">) {
  const { t } = useTranslation();
  const number = (value: number | null | undefined, digits = 3) =>
    value === null || value === undefined ? "–" : format.number(value, digits);
  const range = (low: number | null | undefined, high: number | null | undefined) =>
    low === null || low === undefined ? "–" : `${number(low)} … ${number(high)}`;
  return (
    <Scroll label={t("drivers.what_moves")}>
      <table className="table" data-testid="driver-table">
        <thead>
          <tr>
            <th scope="col">{t("drivers.driver")}</th>
            {(["elasticity", "interval_of", "error", "p", "without", "vif"] as const).map(key => (
              <th key={key} scope="col" className="right">
                {t(`drivers.column.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.drivers.map(row => {
            const interval = intervalOf(row);
            return (
              <tr key={row.name}>
                <th scope="row">{nameOf(t, row.name)}</th>
                <td className="right strong">{number(row.coefficient)}</td>
                <td className="right nowrap">{range(interval?.[0], interval?.[1])}</td>
                <td className="right">{number(row.error)}</td>
                <td className="right">{number(row.p)}</td>
                <td className="right nowrap">{range(row.without_low, row.without_high)}</td>
                <td className="right">{number(row.vif, 1)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What each driver did between the first and the last observation. */
function Contributed({ part, found, unit, computed, format }: Props & { part: Contribution }) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable(`contributions-${part.entity}`);
  const digits = digitsFor(Math.max(part.before, part.after));
  const effects = [
    ...found.drivers.map(row => [row.name, nameOf(t, row.name), part.amounts[row.name] ?? 0] as const),
    ["rest", t("drivers.rest"), part.rest] as const,
  ];
  const bars = waterfallOf(part.before, part.after, effects, [part.from, part.to], {
    total: value => `${format.number(value, digits)} ${unit}`,
    effect: value => signed(format, value, digits),
  });
  const title = part.entity ? `${t("drivers.contributions")}: ${part.entity}` : t("drivers.contributions");
  return (
    <ChartCard
      title={title}
      summary={t("drivers.contributions_sub", { from: part.from, to: part.to })}
      isTable={isTable}
      onToggle={toggleTable}
      testId="contributions-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      {isTable ? (
        <RowsTable
          columns={[t("drivers.driver"), t("drivers.effect")]}
          rows={bars.map(bar => ({ key: bar.key, cells: [bar.label, bar.shown] }))}
          testId="contributions-table"
        />
      ) : (
        <Waterfall label={title} bars={bars} />
      )}
    </ChartCard>
  );
}

const TICKS = [-4, -3, -2, -1, 0];

function TraceCard({ found, computed, format }: Omit<Props, "unit">) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("trace");
  const trace = found.trace;
  if (!trace) return null;
  // k = 0 has no logarithm: the first step stands for it.
  const steps = trace.k.map((k, i) => [k, i] as const).filter(([k]) => k > 0);
  const lines = found.drivers.map((row, j) => ({
    key: row.name,
    label: nameOf(t, row.name),
    points: steps.map(([k, i]) => [Math.log10(k), trace.coefficients[i]?.[j] ?? 0] as const),
  }));
  const k = found.k ?? 0;
  const summary = t("drivers.trace_sub", {
    k: format.number(k, 4),
    rules: Object.entries(trace.rules)
      .map(([rule, value]) => `${t(`drivers.rule.${rule}` as never)} ${format.number(value, 4)}`)
      .join(" · "),
  });
  return (
    <ChartCard
      title={t("drivers.trace")}
      summary={summary}
      isTable={isTable}
      onToggle={toggleTable}
      testId="trace-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      {isTable ? (
        <Scroll label={t("drivers.trace")} isShort>
          <table className="table" data-testid="trace-table">
            <thead>
              <tr>
                <th scope="col">k</th>
                {found.drivers.map(row => (
                  <th key={row.name} scope="col" className="right">
                    {nameOf(t, row.name)} <span className="unit">(VIF)</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {trace.k.map((value, i) => (
                <tr key={value}>
                  <th scope="row">{format.number(value, 5)}</th>
                  {found.drivers.map((row, j) => (
                    <td key={row.name} className="right nowrap">
                      {format.number(trace.coefficients[i]?.[j] ?? 0, 3)}{" "}
                      <span className="unit">({format.number(trace.vif[i]?.[j] ?? 0, 1)})</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <LineChart
          lines={lines}
          label={`${t("drivers.trace")}. ${summary}`}
          ticks={TICKS.map(at => ({ at, text: at === 0 ? "k = 1" : `10${SUPERSCRIPT[-at]}` }))}
          mark={
            k > 0
              ? { at: Math.max(-4, Math.min(0, Math.log10(k))), text: `k = ${format.number(k, 4)}` }
              : undefined
          }
          showY={value => format.number(value, 2)}
        />
      )}
    </ChartCard>
  );
}

const SUPERSCRIPT = ["", "⁻¹", "⁻²", "⁻³", "⁻⁴"];

function FitCard({ found, computed, format }: Omit<Props, "unit">) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("fit");
  const { fit, tests } = found;
  const label = (i: number) => [fit.entities[i], fit.periods[i]].filter(Boolean).join(" ");
  const every = Math.max(1, Math.ceil(fit.periods.length / 6));
  const told = Object.entries(tests).map(([name, test]) => {
    const p = test.p === null ? "" : ` (p ${format.number(test.p, 3)})`;
    return `${t(`drivers.test.${name}` as never)} ${format.number(test.statistic ?? 0, 2)}${p}`;
  });
  return (
    <ChartCard
      title={t("drivers.fit")}
      summary={told.join(" · ")}
      isTable={isTable}
      onToggle={toggleTable}
      testId="fit-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      {isTable ? (
        <Scroll label={t("drivers.fit")} isShort>
          <table className="table" data-testid="fit-table">
            <thead>
              <tr>
                <th scope="col">{t("drivers.name.period")}</th>
                <th scope="col" className="right">
                  {t("drivers.actual")}
                </th>
                <th scope="col" className="right">
                  {t("drivers.fitted")}
                </th>
                <th scope="col" className="right">
                  {t("drivers.residual")}
                </th>
              </tr>
            </thead>
            <tbody>
              {fit.actual.map((value, i) => (
                <tr key={label(i)}>
                  <th scope="row">{label(i)}</th>
                  <td className="right">{format.number(Math.exp(value), 2)}</td>
                  <td className="right">{format.number(Math.exp(fit.fitted[i] ?? 0), 2)}</td>
                  <td className="right">{format.percent(Math.exp(fit.residuals[i] ?? 0) - 1, 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : (
        <LineChart
          label={t("drivers.fit_label")}
          lines={[
            { key: "actual", label: t("drivers.actual"), points: fit.actual.map((y, i) => [i, Math.exp(y)]) },
            {
              key: "fitted",
              label: t("drivers.fitted"),
              points: fit.fitted.map((y, i) => [i, Math.exp(y)]),
              isDashed: true,
            },
          ]}
          ticks={fit.periods.map((text, at) => ({ at, text })).filter(tick => tick.at % every === 0)}
          showY={value => format.number(value, digitsFor(value) > 2 ? 2 : 0)}
        />
      )}
    </ChartCard>
  );
}
