import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getLedger } from "../../api/calls";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import { monthSpan } from "../locks/words";
import { Scroll } from "../meter-health/Scroll";

interface Props {
  source: string;
  unit: string;
  month: string;
  format: Format;
}

/** The ledger's hours of a source's month. */
export function MonthHours({ source, unit, month, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { from, to } = monthSpan(month.slice(0, 7), park.timezone);
  const query = useQuery({
    queryKey: ["ledger", park.code, source, from, to],
    queryFn: () => getLedger(park.code, source, from, to),
  });
  const hours = query.data?.hours.filter(hour => hour.superseded_at === null) ?? [];
  return (
    <section>
      <h3>
        {t("explain.ledger")} · {format.calendarMonth(month.slice(0, 7))}
      </h3>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && hours.length === 0 && <p className="note">{t("explain.no_ledger")}</p>}
      {hours.length > 0 && (
        <Scroll label={t("explain.ledger")} isShort>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("explain.hour")}</th>
                <th scope="col">{t("explain.state")}</th>
                <th scope="col" className="right">
                  {t("explain.quantity")}
                </th>
                <th scope="col">{t("explain.factor")}</th>
                <th scope="col" className="right">
                  kg
                </th>
              </tr>
            </thead>
            <tbody>
              {hours.map(hour => (
                <tr key={hour.hour} data-testid="inventory-hour">
                  <td className="nowrap">{format.dateTime(hour.hour).slice(0, -3)}</td>
                  <td>
                    {t(`explain.${hour.state}`)}
                    {hour.revision > 1 && ` · ${t("explain.revision")} ${hour.revision}`}
                  </td>
                  <td className="right">{showQuantity(hour.quantity, unit, format)}</td>
                  <td>
                    <code>{hour.factor.version}</code>
                  </td>
                  <td className="right">{format.number(hour.co2_mg / 1e6, 3)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
