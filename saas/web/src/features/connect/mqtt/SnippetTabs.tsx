import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeterDevice, MeterPoint } from "../../../api/meters";
import { Card } from "../../../ui/Card";
import { Copy } from "../../../ui/Copy";
import {
  type Access,
  bridge,
  exampleValues,
  fieldsOf,
  type MqttWay,
  mosquitto,
  nodeRed,
  python,
  sparkplugNode,
} from "./snippets";

const TABS = {
  mqtt: ["mosquitto", "python", "node_red", "fields", "bridge"],
  thingsboard: ["bridge", "mosquitto", "python", "fields"],
  sparkplug: ["fields", "node"],
} as const;
type Tab = (typeof TABS)[MqttWay][number];

interface Props {
  access: Access;
  way: MqttWay;
  device: MeterDevice;
  points: MeterPoint[];
  park: string;
}

/** The same log-in as commands, programs and settings to copy. */
export function SnippetTabs({ access, way, device, points, park }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const tabs: readonly Tab[] = TABS[way];
  const [chosen, setChosen] = useState<Tab>(tabs[0] ?? "fields");
  const row = useRef<HTMLDivElement>(null);
  const values = exampleValues(points, device.code);
  const text = {
    mosquitto: () => mosquitto(access, values, way),
    python: () => python(access, values, way),
    node_red: () => nodeRed(access),
    bridge: () => bridge(access),
    node: () => sparkplugNode(access, values, device.code, park),
    fields: () =>
      fieldsOf(access, way, device.code, park)
        .map(([name, value]) => `${name}: ${value}`)
        .join("\n"),
  }[chosen]();
  const keys = (event: React.KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(chosen) + by + tabs.length) % tabs.length] ?? chosen;
    setChosen(next);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <Card
      title={t("connect.snippet.title")}
      summary={t(`connect.snippet.${chosen}_hint`)}
      actions={<Copy text={text} what={t(`connect.snippet.${chosen}`)} testId="copy-snippet" />}
    >
      <div className="connect-tabs" role="tablist" aria-label={t("connect.snippet.title")} ref={row}>
        {tabs.map(tab => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${id}-${tab}`}
            data-tab={tab}
            aria-selected={tab === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => setChosen(tab)}
            onKeyDown={keys}
            data-testid={`tab-${tab}`}
          >
            {t(`connect.snippet.${tab}`)}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${chosen}`}>
        {chosen === "fields" ? (
          <dl className="connect-lines">
            {fieldsOf(access, way, device.code, park).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <code>{value}</code>
                  <Copy text={value} what={name} />
                </dd>
              </div>
            ))}
          </dl>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <pre className="connect-snippet" tabIndex={0} data-testid="snippet">
            {text}
          </pre>
        )}
      </div>
    </Card>
  );
}
