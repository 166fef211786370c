import { useTranslation } from "react-i18next";
import type { PointSection, Section } from "../../api/edges";

export type Change = Partial<Pick<PointSection, "period_s" | "sampling" | "off">>;

/** What the edge takes where a section says nothing. */
const PERIOD_S = 60;
const ADDRESS = ["node", "topic", "address", "item"] as const;
const SAMPLED = ["opcua"];
const TIMED = ["opcua", "modbus", "dlt645"];

const addressOf = (point: PointSection) => {
  const address = ADDRESS.map(name => point[name]).find(value => value !== undefined);
  return [address, point.field].filter(value => value !== undefined).join(" ");
};

interface Props {
  section: Section;
  bindings: Record<string, string | null>;
  canWrite: boolean;
  onChange: (key: string, what: Change) => void;
}

/** A connector and its points; period, sampling and on/off can be changed here. */
export function PointRows({ section, bindings, canWrite, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <tbody>
      <tr className="edges-section">
        <th scope="rowgroup" colSpan={6}>
          {section.name} <span className="chip">{section.type}</span>{" "}
          <code>{String(section.endpoint ?? section.url ?? "")}</code>
        </th>
      </tr>
      {section.point.map(point => (
        <tr key={point.key} data-testid="config-point" data-key={point.key}>
          <th scope="row">
            <code>{point.key}</code>
          </th>
          <td>
            <code className="edges-words">{addressOf(point)}</code>
          </td>
          <td>{bindings[point.key] ?? <span className="note">{t("edges.unbound")}</span>}</td>
          <td>
            {SAMPLED.includes(section.type) ? (
              <select
                aria-label={t("edges.sampling_of", { key: point.key })}
                value={point.sampling ?? "poll"}
                disabled={!canWrite}
                onChange={event =>
                  onChange(point.key, { sampling: event.target.value as "poll" | "subscribe" })
                }
              >
                <option value="poll">{t("edges.poll")}</option>
                <option value="subscribe">{t("edges.subscribe")}</option>
              </select>
            ) : (
              t(TIMED.includes(section.type) ? "edges.poll" : "edges.as_sent")
            )}
          </td>
          <td>
            {TIMED.includes(section.type) ? (
              <span className="nowrap">
                <input
                  type="number"
                  min={0.1}
                  step="any"
                  required
                  className="edges-period"
                  aria-label={t("edges.period_of", { key: point.key })}
                  value={Number.isNaN(point.period_s) ? "" : (point.period_s ?? PERIOD_S)}
                  disabled={!canWrite}
                  onChange={event => onChange(point.key, { period_s: event.target.valueAsNumber })}
                />{" "}
                <span className="unit">s</span>
              </span>
            ) : (
              "–"
            )}
          </td>
          <td>
            <input
              type="checkbox"
              className="edge-on"
              aria-label={t("edges.on_of", { key: point.key })}
              checked={!point.off}
              disabled={!canWrite}
              onChange={event => onChange(point.key, { off: !event.target.checked })}
            />
          </td>
        </tr>
      ))}
    </tbody>
  );
}
