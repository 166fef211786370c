import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getMacc, type PlanDesk } from "../../api/planning";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Frame } from "./Frame";
import { nameOf } from "./words";

/** The curve of abatement costs: how dear a tonne of each measure is, and how many there are. */
export function Macc({ desk, format }: { desk: PlanDesk; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("macc");
  const [order, setOrder] = useState<"cost" | "pareto">("cost");
  const [built, setBuilt] = useState(String((desk.inputs.base?.year ?? 2025) + 1));
  const scenarios = desk.inputs.scenarios ?? {};
  const [scenario, setScenario] = useState(Object.keys(scenarios)[0] ?? "");
  const year = Number(built) >= 2015 && Number(built) <= 2060 ? Number(built) : 2026;
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ["macc", park.code, scenario, year, order],
    queryFn: () => getMacc(park.code, { scenario, built: year, order }),
    placeholderData: before => before,
  });
  const width = data?.bars.reduce((sum, bar) => sum + bar.width, 0) ?? 0;
  const cheap = data?.bars
    .filter(bar => bar.cost !== null && bar.cost < 0)
    .reduce((sum, bar) => sum + bar.width, 0);
  const words = t("planning.macc_words", {
    tonnes: format.number(width),
    cheap: format.number(cheap ?? 0),
  });
  return (
    <ChartCard
      title={t("planning.macc")}
      summary={words}
      isTable={isTable}
      onToggle={toggleTable}
      testId="macc-toggle"
      source="model"
      computed={dataUpdatedAt || null}
      format={format}
    >
      <div className="plan-choices">
        <Segmented
          label={t("planning.order")}
          value={order}
          options={[
            { value: "cost", label: t("planning.order_cost") },
            { value: "pareto", label: t("planning.order_pareto") },
          ]}
          onChange={setOrder}
        />
        <label>
          {t("planning.scenario")}{" "}
          <select value={scenario} onChange={event => setScenario(event.target.value)}>
            {Object.keys(scenarios).map(code => (
              <option key={code} value={code}>
                {nameOf(scenarios, code, format)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("planning.built_in")}{" "}
          <input
            type="number"
            min={2015}
            max={2060}
            value={built}
            onChange={event => setBuilt(event.target.value)}
          />
        </label>
      </div>
      {error && <Problem error={error} />}
      {data &&
        (isTable ? (
          <MaccTable data={data} desk={desk} format={format} />
        ) : (
          <Bars data={data} desk={desk} words={words} format={format} />
        ))}
      {data?.has_negative && <p className="note warn-note">{t("planning.macc_warning")}</p>}
      {data && data.conflicts.length > 0 && (
        <p className="note">
          {t("planning.macc_conflicts", {
            pairs: data.conflicts
              .map(
                ([one, other, how]) =>
                  `${nameOf(desk.inputs.measures, String(one), format)} ${t(`planning.relation.${how}` as never) as string} ${nameOf(desk.inputs.measures, String(other), format)}`,
              )
              .join(t("planning.separator")),
          })}
        </p>
      )}
      {data && data.idle.length > 0 && (
        <p className="note">
          {t("planning.macc_idle", {
            names: data.idle
              .map(code => nameOf(desk.inputs.measures, code, format))
              .join(t("planning.separator")),
          })}
        </p>
      )}
    </ChartCard>
  );
}

type MaccResult = Awaited<ReturnType<typeof getMacc>>;

interface BarsProps {
  data: MaccResult;
  desk: PlanDesk;
  words: string;
  format: Format;
}

function Bars({ data, desk, words, format }: BarsProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const known = data.bars.map(bar => bar.cost).filter(cost => cost !== null);
  const total = data.bars.reduce((sum, bar) => sum + bar.width, 0);
  if (total === 0) return <p className="note">{t("planning.macc_empty")}</p>;
  const high = Math.max(0, ...known);
  const low = Math.min(0, ...known);
  const bar = data.bars.find(one => one.measure === shown);
  return (
    <>
      <Frame
        label={`${t("planning.macc")}. ${words}`}
        x={[0, total]}
        y={[low, Math.max(high, low === 0 ? 1 : 0)]}
        marks={[0, 0.25, 0.5, 0.75, 1].map(part => ({ at: part * total, text: format.number(part * total) }))}
        format={format}
      >
        {scale =>
          data.bars.map(one => {
            const top = scale.y(Math.max(one.cost ?? high / 2, 0));
            const bottom = scale.y(Math.min(one.cost ?? 0, 0));
            const name = nameOf(desk.inputs.measures, one.measure, format);
            const left = scale.x(one.start);
            const wide = Math.max(scale.x(one.start + one.width) - left - 1, 1);
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: the figures are in the table as well
              <g
                key={one.measure}
                onMouseEnter={() => setShown(one.measure)}
                onMouseLeave={() => setShown(null)}
              >
                <rect
                  className={one.cost === null ? "macc-unknown" : one.cost < 0 ? "macc-cheap" : "macc-dear"}
                  x={left}
                  y={top}
                  width={wide}
                  height={Math.max(bottom - top, 1)}
                />
                {wide > 60 && (
                  <text
                    className="plot-text macc-name"
                    x={left + 6}
                    y={(one.cost ?? 0) < 0 ? bottom - 6 : top - 6}
                  >
                    {name.slice(0, Math.floor(wide / 9))}
                  </text>
                )}
              </g>
            );
          })
        }
      </Frame>
      <p className="note plan-tip">
        {bar
          ? `${nameOf(desk.inputs.measures, bar.measure, format)}: ${bar.cost === null ? t("planning.unknown") : `${format.number(bar.cost)} ${t("planning.unit_yuan_t")}`} · ${format.number(bar.width)} tCO₂/a`
          : t("planning.macc_axes")}
      </p>
    </>
  );
}

function MaccTable({ data, desk, format }: Omit<BarsProps, "words">) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("planning.macc")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("planning.measure")}</th>
            <th scope="col" className="right">
              {t("planning.cost_t")} <span className="unit">{t("planning.unit_yuan_t")}</span>
            </th>
            <th scope="col" className="right">
              {t("planning.abates")} <span className="unit">tCO₂/a</span>
            </th>
            <th scope="col" className="right">
              {t("planning.npv")} <span className="unit">{t("planning.unit_10k_yuan")}</span>
            </th>
            <th scope="col" className="right">
              {t("planning.payback")}
            </th>
            <th scope="col" className="right">
              {t("planning.irr")}
            </th>
            <th scope="col" className="right">
              {t("planning.front")}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.bars.map(bar => (
            <tr key={bar.measure}>
              <th scope="row">{nameOf(desk.inputs.measures, bar.measure, format)}</th>
              <td className="right">{bar.cost === null ? t("planning.unknown") : format.number(bar.cost)}</td>
              <td className="right">{format.number(bar.width)}</td>
              <td className="right">{bar.npv === null ? "–" : format.number(bar.npv / 10_000, 1)}</td>
              <td className="right">
                {bar.payback === null
                  ? bar.cost === null
                    ? "–"
                    : t("planning.no_payback")
                  : t("planning.years", { years: format.number(bar.payback, 1) })}
              </td>
              <td className="right">
                {bar.irr_verdict === null
                  ? "–"
                  : bar.irr_verdict === "one"
                    ? format.percent(bar.irr[0] ?? 0, 1)
                    : t(`planning.irr_${bar.irr_verdict}`)}
              </td>
              <td className="right">{bar.front ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
