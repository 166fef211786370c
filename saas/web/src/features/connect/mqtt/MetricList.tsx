import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceMessage } from "../../../api/devices";
import type { Format } from "../../../lib/format";
import { type Metric, metricsOf } from "./metrics";

interface Props {
  messages: DeviceMessage[];
  /** Metrics that can be chosen, and the name of the point that each is mapped to. */
  choices: Map<string, string | null>;
  format: Format;
  onChoose: (name: string) => void;
}

const MANY = 12;

/** What a Sparkplug node has: the metrics of its newest births with their newest values; numbers are buttons. */
export function MetricList({ messages, choices, format, onChoose }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState("");
  const metrics = metricsOf(messages);
  const shown = metrics.filter(metric => metric.name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const hasBirth = messages.some(message => /\/[ND]BIRTH\//.test(message.topic));
  return (
    <div className="connect-metrics" data-testid="metrics" data-count={metrics.length}>
      {!hasBirth && <p className="note">{t("connect.metrics.no_birth")}</p>}
      {metrics.length > MANY && (
        <input
          type="search"
          value={wanted}
          onChange={event => setWanted(event.target.value)}
          placeholder={t("connect.metrics.find")}
          aria-label={t("connect.metrics.find")}
          data-testid="metric-find"
        />
      )}
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("connect.metrics.name")}</th>
            <th scope="col" className="right">
              {t("connect.metrics.value")}
            </th>
            <th scope="col">{t("connect.metrics.type")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(metric => (
            <Row key={metric.name} metric={metric} choices={choices} format={format} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className="note">{t("connect.metrics.none")}</p>}
    </div>
  );
}

interface RowProps {
  metric: Metric;
  choices: Props["choices"];
  format: Format;
  onChoose: Props["onChoose"];
}

function Row({ metric, choices, format, onChoose }: RowProps) {
  const { t } = useTranslation();
  const point = choices.get(metric.name);
  const number = Number(metric.value);
  const value =
    metric.value === null ? "–" : Number.isFinite(number) ? format.plain(number) : String(metric.value);
  return (
    <tr data-metric={metric.name}>
      <th scope="row">
        {point === undefined ? (
          <span className="connect-metric-name">{metric.name}</span>
        ) : (
          <button
            type="button"
            className="connect-leaf"
            data-mapped={point !== null}
            data-path={metric.name}
            onClick={() => onChoose(metric.name)}
            aria-label={t("connect.map.take", { value, path: metric.name })}
          >
            {metric.name}
          </button>
        )}
        {point && <span className="connect-mapped">{` ${point}`}</span>}
      </th>
      <td className="right">{value}</td>
      <td className="note">{metric.type || "–"}</td>
    </tr>
  );
}
