import { useTranslation } from "react-i18next";
import type { PointLife } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";
import { groupDecimal } from "./decimals";

/** What the point is and how it is read. */
export function Facts({ life, format }: { life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { point, device, bindings } = life;
  const rows: [string, React.ReactNode][] = [
    [
      t("meters.last"),
      point.last && (
        <>
          <strong data-testid="last-reading">
            {point.last.value === null ? "\u2013" : groupDecimal(point.last.value)}
          </strong>{" "}
          <span className="note">{format.dateTime(point.last.time)}</span>
        </>
      ),
    ],
    [t("live.carrier"), `${label("carrier", point.carrier)} · ${label("direction", point.direction)}`],
    [t("meter.kind"), `${label("kind", point.kind)} · ${label("quantity", point.quantity)} [${point.unit}]`],
    [t("meters.multiplier"), point.multiplier === "1" ? null : `× ${groupDecimal(point.multiplier)}`],
    [t("meter.digits"), point.digits],
    [t("meter.max_rate"), point.max_rate && `${groupDecimal(point.max_rate)} ${point.unit}/h`],
    [t("meter.period"), `${format.number(point.expected_period_s)} s`],
    [t("meter.reference_state"), point.reference_state],
    [t("meter.accuracy_class"), point.accuracy_class],
    [t("meters.serial"), device?.serial],
    [t("meter.place"), device?.node && format.name(device.node)],
    [
      t("meter.delivered_by"),
      bindings.map(item => (
        <span key={`${item.edge}/${item.key}`} className="binding">
          {item.edge} <code>{item.key}</code>
        </span>
      )),
    ],
  ];
  return (
    <Card title={t("meter.facts")}>
      <dl className="facts facts-small">
        {rows
          .filter(([, value]) => value !== null && value !== undefined && value !== "")
          .map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
