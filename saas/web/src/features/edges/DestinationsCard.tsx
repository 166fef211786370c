import { useTranslation } from "react-i18next";
import type { Edge } from "../../api/edges";
import { edgeWords } from "../../lib/edgeWords";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { destinationsOf } from "./destinations";
import { stateOf } from "./state";

/** Where else the gateway sends its readings: which ways are there, and what waits for each. */
export function DestinationsCard({ edge, format }: { edge: Edge; format: Format }) {
  const { t } = useTranslation();
  const all = destinationsOf(stateOf(edge));
  if (all.length === 0) return null;
  return (
    <Card title={t("edges.destinations")} summary={t("edges.destinations_sub")} className="edges-wide">
      <div className="edges-scroll">
        <table className="table edges-destinations">
          <thead>
            <tr>
              <th scope="col">{t("edges.destination")}</th>
              <th scope="col">{t("edges.state")}</th>
              <th scope="col" className="right">
                {t("edges.spool")}
              </th>
              <th scope="col">{t("edges.oldest_unsent")}</th>
              <th scope="col" className="right">
                {t("edges.collected_for")}
              </th>
            </tr>
          </thead>
          {all.map(([name, one]) => (
            <tbody
              key={name}
              data-testid="edge-destination"
              data-destination={name}
              data-connected={one.connected}
            >
              <tr className={one.error ? "edges-continues" : undefined}>
                <th scope="row">
                  <code>{name}</code>
                  <span className="term-sub">{one.here ? t("edges.this_platform") : one.url}</span>
                </th>
                <td>
                  <span className={`chip ${one.connected && !one.error ? "chip-good" : "chip-bad"}`}>
                    {t(one.connected ? "edges.connected" : "edges.not_connected")}
                  </span>
                </td>
                <td className="right">{t("edges.batches", { count: one.spool_depth ?? 0 })}</td>
                <td className="nowrap">
                  {one.oldest_unsent_ms == null ? "–" : format.dateTime(one.oldest_unsent_ms)}
                </td>
                <td className="right">{format.number(one.collected ?? 0)}</td>
              </tr>
              {one.error && (
                <tr>
                  <td colSpan={5} className="edges-words">
                    {edgeWords(t, one.words, one.error)}
                  </td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </div>
    </Card>
  );
}
