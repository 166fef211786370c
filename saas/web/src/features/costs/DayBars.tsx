import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CostDay, Costs } from "../../api/types";
import type { Format } from "../../lib/format";
import { ChartCard } from "../../ui/ChartCard";
import { axisRange } from "../live/axis";
import { kwh, money, mwh, PERIODS, periodColour } from "./figures";
import { daysOf } from "./month";

interface Props {
  costs: Costs;
  month: string;
  isTable: boolean;
  onToggle: () => void;
  format: Format;
}

/** Energy of each day by period, stacked; the same as a table. */
export function DayBars({ costs, month, isTable, onToggle, format }: Props) {
  const { t } = useTranslation();
  const highest = costs.days.reduce<CostDay | null>(
    (best, day) => (best && best.energy_wh >= day.energy_wh ? best : day),
    null,
  );
  const summary = highest
    ? t("costs.days_summary", {
        day: dayName(highest.day, format),
        energy: `${mwh(highest.energy_wh, format)} MWh`,
      })
    : "";
  return (
    <ChartCard
      title={t("costs.days")}
      summary={summary ? `MWh · ${summary}` : "MWh"}
      className="cost-days"
      isTable={isTable}
      onToggle={onToggle}
      testId="cost-days-toggle"
      source="intervals"
      until={costs.as_of}
      format={format}
    >
      {isTable ? (
        <DayTable costs={costs} format={format} />
      ) : (
        <Bars costs={costs} month={month} summary={summary} format={format} />
      )}
      <ul className="legend">
        {costs.periods.map(({ period }) => (
          <li key={period}>
            <i className="dot" style={{ background: periodColour(period) }} /> {t(`costs.period.${period}`)}
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}

/** A local day; noon of UTC is the same day in nearly every zone, and the day is only written. */
function dayName(day: string, format: Format): string {
  return format.dayOf(day);
}

interface BarsProps {
  costs: Costs;
  month: string;
  summary: string;
  format: Format;
}

function Bars({ costs, month, summary, format }: BarsProps) {
  const { t } = useTranslation();
  const [hovered, setHovered] = useState<string | null>(null);
  const days = new Map(costs.days.map(day => [day.day, day]));
  const most = Math.max(0, ...costs.days.map(day => day.energy_wh / 1e6));
  const axis = axisRange(0, most);
  const ticks = Array.from({ length: Math.round(axis.max / axis.interval) + 1 }, (_, i) => i * axis.interval);
  const shown = hovered ? days.get(hovered) : undefined;
  return (
    <div className="bars" data-picture="" role="img" aria-label={`${t("costs.days")}. ${summary}`}>
      <div className="bars-axis" aria-hidden="true">
        {ticks.map(tick => (
          <span key={tick} style={{ bottom: `${(tick / axis.max) * 100}%` }}>
            {format.number(tick, axis.interval < 1 ? 1 : 0)}
          </span>
        ))}
      </div>
      <div className="bars-plot" aria-hidden="true" onMouseLeave={() => setHovered(null)}>
        {ticks.map(tick => (
          <i key={tick} className="bars-line" style={{ bottom: `${(tick / axis.max) * 100}%` }} />
        ))}
        {daysOf(month).map(day => (
          <Column key={day} day={day} found={days.get(day)} most={axis.max} onHover={setHovered} />
        ))}
        {shown && <Tip day={shown} costs={costs} format={format} />}
      </div>
    </div>
  );
}

interface ColumnProps {
  day: string;
  found: CostDay | undefined;
  most: number;
  onHover: (day: string) => void;
}

function Column({ day, found, most, onHover }: ColumnProps) {
  const height = (wh: number) => `${(wh / 1e6 / most) * 100}%`;
  const number = Number(day.slice(8));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the figures are in the table as well
    <div className="bars-day" onMouseEnter={() => onHover(day)}>
      <div className="bars-stack">
        {[...PERIODS].reverse().map(period => {
          const part = found?.periods.find(item => item.period === period);
          return (
            part && (
              <i key={period} style={{ height: height(part.energy_wh), background: periodColour(period) }} />
            )
          );
        })}
      </div>
      <span className={number % 5 === 0 || number === 1 ? "" : "bars-minor"}>{number}</span>
    </div>
  );
}

function Tip({ day, costs, format }: { day: CostDay; costs: Costs; format: Format }) {
  const { t } = useTranslation();
  const isRight = Number(day.day.slice(8)) > 16;
  return (
    <div className={isRight ? "bars-tip bars-tip-left" : "bars-tip"}>
      <strong>{dayName(day.day, format)}</strong>
      {day.periods.map(part => (
        <span key={part.period}>
          <i className="dot" style={{ background: periodColour(part.period) }} />
          {t(`costs.period.${part.period}`)}
          <b>{mwh(part.energy_wh, format)}</b>
        </span>
      ))}
      <span>
        {t("costs.kind.energy")}
        <b>{money(day.amount, costs.currency, format, 0)}</b>
      </span>
    </div>
  );
}

function DayTable({ costs, format }: { costs: Costs; format: Format }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("costs.days")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("costs.day")}</th>
            {costs.periods.map(({ period }) => (
              <th key={period} scope="col" className="right">
                {t(`costs.period.${period}`)} <span className="unit">kWh</span>
              </th>
            ))}
            <th scope="col" className="right">
              {t("costs.sum")} <span className="unit">kWh</span>
            </th>
            <th scope="col" className="right">
              {t("costs.kind.energy")}
            </th>
          </tr>
        </thead>
        <tbody>
          {costs.days.map(day => (
            <tr key={day.day} data-day={day.day} data-energy={day.energy_wh}>
              <th scope="row">{dayName(day.day, format)}</th>
              {costs.periods.map(({ period }) => {
                const part = day.periods.find(item => item.period === period);
                return (
                  <td key={period} className="right" data-key={period} data-part={part?.energy_wh ?? 0}>
                    {part ? kwh(part.energy_wh, format) : "\u2013"}
                  </td>
                );
              })}
              <td className="right strong">{kwh(day.energy_wh, format)}</td>
              <td className="right">{money(day.amount, costs.currency, format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
