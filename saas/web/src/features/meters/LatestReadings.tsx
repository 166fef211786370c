import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getReadings } from "../../api/calls";
import type { PointLife } from "../../api/meters";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { BatchName } from "../../ui/BatchName";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { groupDecimal } from "./decimals";
import { HOUR_MS } from "./spans";

const SHOWN = 60;

/** The newest readings as they were delivered, each with its batch. */
export function LatestReadings({ life, format }: { life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { code, last } = life.point;
  const to = (last?.time ?? 0) + 1;
  const query = useQuery({
    queryKey: ["readings", park.code, code, to],
    queryFn: () => getReadings(park.code, code, to - 24 * HOUR_MS, to),
    enabled: last !== null,
  });
  const rows = query.data?.readings.slice(0, SHOWN) ?? [];
  return (
    <Card title={t("meter.readings")} summary={t("meter.readings_sub")}>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {last === null && <p className="note">{t("wizard.no_last")}</p>}
      {query.isPending && last !== null && <div className="skeleton rows-skeleton" />}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="readings-scroll" tabIndex={0} aria-label={t("meter.readings")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("live.time")}</th>
                <th scope="col" className="right">
                  {t("explain.reading_value")}
                </th>
                <th scope="col">{t("explain.reading_quality")}</th>
                <th scope="col">{t("explain.batch")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(reading => (
                <tr key={reading.time}>
                  <td className="nowrap">{format.dateTime(reading.time)}</td>
                  <td className="right">
                    {reading.exact ??
                      (reading.value === null ? "\u2013" : groupDecimal(String(reading.value)))}
                  </td>
                  <td>
                    {reading.quality === 0
                      ? t("explain.good")
                      : t("explain.bad", { code: `0x${reading.quality.toString(16).toUpperCase()}` })}
                  </td>
                  <td className="nowrap">
                    <BatchName batch={reading.batch} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}
