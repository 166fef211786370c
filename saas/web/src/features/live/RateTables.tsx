import { useTranslation } from "react-i18next";
import type { Day, TracePoint } from "../../api/types";
import type { Format } from "../../lib/format";
import { Figure } from "../../ui/Figure";

// Seconds are for the eye; in the table every tenth is enough.
const STEP = 10;

export function TraceTable({ trace, format }: { trace: TracePoint[]; format: Format }) {
  const { t } = useTranslation();
  const rows = trace.filter((_, index) => (trace.length - 1 - index) % STEP === 0).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("live.rate")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("live.time")}</th>
            <th scope="col" className="right">
              t/h
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([time, value]) => (
            <tr key={time}>
              <td>{format.clock(time)}</td>
              <td className="right">{format.tonnes(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Today's quarter hours, the newest first; each explains itself. */
export function DayTable({ day, format }: { day: Day | undefined; format: Format }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t("live.rate")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("live.time")}</th>
            <th scope="col">{t("explain.quality")}</th>
            <th scope="col" className="right">
              t/h
            </th>
          </tr>
        </thead>
        <tbody>
          {[...(day?.today ?? [])].reverse().map(quarter => (
            <tr key={quarter.start}>
              <td>{format.minute(quarter.start)}</td>
              <td>
                <span className={quarter.estimated ? "chip chip-hatch" : "chip"}>
                  {quarter.estimated ? t("live.estimated_span") : t("explain.measured")}
                </span>
              </td>
              <td className="right">
                <Figure
                  query={{ figure: "interval", start: quarter.start }}
                  value={quarter.g_per_h}
                  name={format.minute(quarter.start)}
                  shown={`${format.tonnes(quarter.g_per_h)} t/h`}
                >
                  {format.tonnes(quarter.g_per_h)}
                </Figure>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
