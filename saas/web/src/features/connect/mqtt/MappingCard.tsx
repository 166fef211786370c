import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceMessage, Mapping, MappingPreview } from "../../../api/devices";
import type { MeterDevice, MeterPoint } from "../../../api/meters";
import { useFormat } from "../../../lib/format";
import { useLabels } from "../../../lib/labels";
import { usePark } from "../../../lib/park";
import { Card } from "../../../ui/Card";
import { Problem } from "../../../ui/Problem";
import { JsonView } from "./JsonView";
import { MetricList } from "./MetricList";
import { numbersOf, wholeMessage, withBirths } from "./metrics";
import { timePaths } from "./paths";
import type { MqttWay } from "./snippets";
import { useMapping } from "./useMapping";
import { VerdictView } from "./VerdictView";

interface Props {
  park: string;
  device: MeterDevice;
  points: MeterPoint[];
  way: MqttWay;
  saved: Mapping;
  messages: DeviceMessage[];
  /** What a Sparkplug node said that it has. */
  births: DeviceMessage[];
}

/** The newest message, and which of its values is which point. */
export function MappingCard({ park, device, points, way, saved, messages, births }: Props) {
  const { t } = useTranslation();
  const { park: place } = usePark();
  const format = useFormat(place.timezone);
  const message = messages[0];
  const isNode = way === "sparkplug";
  const known = isNode ? withBirths(messages, births) : messages;
  const sample = isNode ? wholeMessage(known, Object.values(saved.values)) : message;
  const mapping = useMapping(park, device.code, way, saved, sample ?? undefined);
  const { chosen, setChosen, preview, saving, isChanged, dialect } = mapping;
  const [active, setActive] = useState(points[0]?.code ?? "");
  const found = preview.data;
  const unmapped = points.filter(point => !chosen.values[point.code]);
  const set = (code: string, path: string) => {
    const values = { ...chosen.values };
    for (const other of Object.keys(values)) if (path && values[other] === path) delete values[other];
    if (path) values[code] = path;
    else delete values[code];
    setChosen({ ...chosen, values });
    const next = points.find(point => !values[point.code]);
    if (path && next) setActive(next.code);
  };
  const name = new Map(points.map(point => [point.code, format.name(point)]));
  const mapped = new Map(Object.entries(chosen.values).map(([code, path]) => [path, name.get(code) ?? code]));
  const paths = isNode ? numbersOf(known) : (found?.candidates ?? []).map(({ path }) => path);
  const choices = new Map(paths.map(path => [path, mapped.get(path) ?? null]));
  return (
    <Card
      title={t(isNode ? "connect.metrics.title" : "connect.map.title")}
      summary={t(message ? (isNode ? "connect.metrics.lead" : "connect.map.lead") : "connect.map.none")}
      className="connect-map"
    >
      {!message && <p className="connect-wait">{t("connect.map.wait")}</p>}
      {message && (
        <div className="connect-map-grid" data-testid="mapping" data-version={saved.version}>
          <div>
            <p className="note connect-message-head">
              {format.clock(message.received_at)} · {format.bytes(message.bytes)} · QoS {message.qos}{" "}
              <span className={`chip ${TONES[message.outcome]}`}>
                {t(`connect.outcome.${message.outcome}`)}
              </span>
              <code>{message.topic}</code>
            </p>
            {isNode ? (
              <MetricList
                messages={known}
                choices={choices}
                format={format}
                onChoose={path => set(active, path)}
              />
            ) : (
              <JsonView
                text={message.text}
                dialect={dialect}
                choices={choices}
                onChoose={path => set(active, path)}
              />
            )}
            {message.reason && (
              <p className="field-warning">
                {t(`terms.reason.${message.code}` as never, { defaultValue: message.reason }) as string}
              </p>
            )}
          </div>
          <div>
            <Rows
              points={points}
              chosen={chosen.values}
              active={active}
              preview={found}
              onActive={setActive}
              onPath={set}
            />
            {dialect === "fields" && (
              <TimeChoice
                text={message.text}
                value={chosen.time}
                onChange={time => setChosen({ ...chosen, time })}
              />
            )}
            <Problems preview={found} />
            {preview.error && <Problem error={preview.error} onRetry={() => void preview.refetch()} />}
            {saving.error && <Problem error={saving.error} />}
            <p className="connect-map-save">
              <button
                type="button"
                className="button primary"
                disabled={!isChanged || unmapped.length === points.length || saving.isPending}
                onClick={() => saving.mutate()}
                data-testid="mapping-save"
              >
                {t(saving.isPending ? "connect.map.saving" : "connect.map.save")}
              </button>
              <span className="note" role="status" data-testid="mapping-saved">
                {isChanged
                  ? unmapped.length > 0 && t("connect.map.left", { count: unmapped.length })
                  : t("connect.map.saved", { version: saved.version })}
              </span>
            </p>
          </div>
        </div>
      )}
    </Card>
  );
}

const TONES = {
  stored: "chip-good",
  waiting: "",
  ignored: "chip-warn",
  unmapped: "chip-warn",
  quarantined: "chip-bad",
  repeated: "",
} as const;

interface RowsProps {
  points: MeterPoint[];
  chosen: Record<string, string>;
  active: string;
  preview: MappingPreview | undefined;
  onActive: (code: string) => void;
  onPath: (code: string, path: string) => void;
}

/** Every point with the value that it takes; a click on a value of the message goes to the chosen one. */
function Rows({ points, chosen, active, preview, onActive, onPath }: RowsProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  return (
    <ul className="connect-map-rows">
      {points.map(point => {
        const path = chosen[point.code] ?? "";
        const reading = preview?.readings.find(item => item.point === point.code);
        const paths = [...new Set([path, ...(preview?.candidates ?? []).map(item => item.path)])].filter(
          Boolean,
        );
        return (
          <li key={point.code} data-active={point.code === active} data-point={point.code}>
            <label className="check">
              <input
                type="radio"
                name="map-point"
                checked={point.code === active}
                onChange={() => onActive(point.code)}
              />
              <span>
                <strong>{format.name(point)}</strong>{" "}
                <span className="note">
                  {label("kind", point.kind)} · {point.unit} · × {point.multiplier}
                </span>
              </span>
            </label>
            <select
              aria-label={t("connect.map.path_of", { point: format.name(point) })}
              value={path}
              onFocus={() => onActive(point.code)}
              onChange={event => onPath(point.code, event.target.value)}
              data-testid={`path-${point.code}`}
            >
              <option value="">{t("connect.map.no_path")}</option>
              {paths.map(item => (
                <option key={item} value={item}>
                  {item}
                </option>
              ))}
            </select>
            {path && reading && <VerdictView point={point} reading={reading} />}
          </li>
        );
      })}
    </ul>
  );
}

function TimeChoice({
  text,
  value,
  onChange,
}: {
  text: string;
  value: string | null;
  onChange: (time: string | null) => void;
}) {
  const { t } = useTranslation();
  const paths = [...new Set([...(value ? [value] : []), ...timePaths(text)])];
  return (
    <div className="field connect-time">
      <label htmlFor="map-time">{t("connect.map.time")}</label>
      <select
        id="map-time"
        value={value ?? ""}
        onChange={event => onChange(event.target.value || null)}
        data-testid="map-time"
      >
        <option value="">{t("connect.map.time_receipt")}</option>
        {paths.map(path => (
          <option key={path} value={path}>
            {path}
          </option>
        ))}
      </select>
    </div>
  );
}

function Problems({ preview }: { preview: MappingPreview | undefined }) {
  const { t } = useTranslation();
  if (!preview?.problems.length) return null;
  return (
    <ul className="connect-problems" data-testid="map-problems">
      {preview.problems.map(problem => (
        <li key={`${problem.code} ${problem.point} ${problem.message}`} data-code={problem.code}>
          <strong>
            {t(`connect.code.${problem.code}` as never, { defaultValue: problem.message }) as string}
          </strong>{" "}
          {t(`connect.remedy.${problem.code}` as never, { defaultValue: "" }) as string}
        </li>
      ))}
    </ul>
  );
}
