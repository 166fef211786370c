import { useTranslation } from "react-i18next";
import type { Gateway } from "../../api/types";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";

const CLOCK_MS = 5_000;

/** The gateways: whether they are there, what waits in them, and their clocks. */
export function Gateways({ gateways, format }: { gateways: Gateway[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <div id="gateways" className="health-anchor">
      <Card title={t("health.gateways")} summary={t("health.gateways_sub")}>
        {gateways.length === 0 && (
          <Empty title={t("health.no_gateways")} hint={t("health.no_gateways_hint")} />
        )}
        {gateways.length > 0 && (
          <table className="table health-table">
            <thead>
              <tr>
                <th scope="col">{t("health.gateway")}</th>
                <th scope="col">{t("health.gateway_state")}</th>
                <th scope="col" className="right">
                  {t("health.spool")}
                </th>
                <th scope="col" className="right">
                  {t("health.clock")}
                </th>
              </tr>
            </thead>
            <tbody>
              {gateways.map(g => (
                <tr key={g.edge} data-testid="gateway" data-edge={g.edge} data-online={g.online}>
                  <th scope="row">
                    {format.name(g)}
                    <code className="term-sub">{g.edge}</code>
                  </th>
                  <td>
                    <span className={g.online ? "chip chip-good" : "chip chip-bad"}>
                      {t(g.online ? "health.online" : "health.offline")}
                    </span>
                    {g.errors.map(error => (
                      <span className="term-sub wrap" key={error}>
                        {error}
                      </span>
                    ))}
                    {g.time !== null && (
                      <span className="term-sub">{t("health.said", { time: format.dateTime(g.time) })}</span>
                    )}
                  </td>
                  <td className="right">{g.spool_depth === null ? "–" : format.number(g.spool_depth)}</td>
                  <td
                    className={`right nowrap ${Math.abs(g.clock_offset_ms ?? 0) > CLOCK_MS ? "health-bad" : ""}`}
                  >
                    {g.clock_offset_ms === null ? "–" : `${format.number(g.clock_offset_ms / 1000, 1)} s`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
    </div>
  );
}
