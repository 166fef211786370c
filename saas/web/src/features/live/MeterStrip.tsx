import { useTranslation } from "react-i18next";
import type { Frame } from "../../api/types";
import type { Format } from "../../lib/format";
import { useAsk } from "../explain/context";

interface Props {
  meters: Frame["meters"];
  format: Format;
}

const LISTED = 12;

/** How many points are heard: one tick each, the late ones short and red; on request which they are. */
export function MeterStrip({ meters, format }: Props) {
  const { t } = useTranslation();
  const isInteractive = useAsk() !== null;
  const late = meters.total - meters.online;
  return (
    <section className="kpi kpi-meters">
      <h2>{t("live.meters")}</h2>
      <p className="kpi-value">
        <span data-meters-online={meters.online}>{format.number(meters.online)}</span>
        <span className="unit">/ {format.number(meters.total)}</span>
      </p>
      <Ticks online={meters.online} total={meters.total} />
      {late === 0 && <p className="note">{t("live.all_heard")}</p>}
      {late > 0 && !isInteractive && <p className="note change-up">{t("live.late", { count: late })}</p>}
      {late > 0 && isInteractive && (
        <details className="late">
          <summary>{t("live.late", { count: late })}</summary>
          <div className="late-list">
            <h3>{t("live.late_title")}</h3>
            <ul>
              {meters.late.slice(0, LISTED).map(point => (
                <li key={point.point}>
                  <span>{format.name(point)}</span>
                  <span className="note">
                    {point.last === null
                      ? t("live.late_never")
                      : t("live.late_last", { time: format.dateTime(point.last) })}
                  </span>
                </li>
              ))}
            </ul>
            {late > LISTED && <p className="note">{t("live.late_more", { count: late - LISTED })}</p>}
          </div>
        </details>
      )}
    </section>
  );
}

function Ticks({ online, total }: { online: number; total: number }) {
  if (total === 0) return null;
  return (
    <svg className="ticks" viewBox={`0 0 ${total} 10`} preserveAspectRatio="none" aria-hidden="true">
      <path className="tick-online" d={row(0, online, 0)} />
      <path className="tick-late" d={row(online, total, 5)} />
    </svg>
  );
}

const row = (from: number, to: number, top: number): string =>
  Array.from({ length: to - from }, (_, i) => `M${from + i + 0.2} ${top}h.6V10h-.6z`).join("");
