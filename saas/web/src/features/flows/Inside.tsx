import { useTranslation } from "react-i18next";
import type { EnergyFlows, FlowTransfer } from "../../api/flows";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";
import { shown, type Unit } from "./units";

interface Props {
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
}

/** What enterprises hand to each other, and what is converted: energy that is bought once. */
export function Inside({ flows, unit, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const shownUnit = unit === "tCO2" ? "GJ" : unit;
  const carriers = [...new Set(flows.transfers.map(one => one.carrier))];
  if (carriers.length === 0 && flows.conversions.length === 0) return null;
  return (
    <div className="flow-inside">
      {carriers.map(carrier => (
        <Card
          key={carrier}
          title={t("flows.transfers", { carrier: label("carrier", carrier) })}
          summary={t("flows.transfers_hint", { unit: shownUnit })}
        >
          <ul className="flow-list" data-testid="flow-transfers">
            {(["supplies", "takes"] as const).flatMap(role =>
              flows.transfers
                .filter(one => one.carrier === carrier && one.role === role)
                .sort((a, b) => b.amount.joules - a.amount.joules)
                .map(one => (
                  <Transfer key={`${role}${one.enterprise}`} one={one} unit={shownUnit} format={format} />
                )),
            )}
          </ul>
        </Card>
      ))}
      {flows.conversions.length > 0 && (
        <Card title={t("flows.conversions")} summary={t("flows.conversions_hint")}>
          <ul className="flow-list" data-testid="flow-conversions">
            {flows.conversions.map(one => (
              <li key={one.enterprise}>
                <span>{format.name(one)}</span>
                <span className="right">
                  {shown(one.put_in, shownUnit, format)} → {shown(one.got_out, shownUnit, format)}{" "}
                  <span className="unit">{shownUnit}</span>
                  <span className="term-sub">
                    {one.put_in.joules > 0 &&
                      t("flows.efficiency", {
                        share: format.percent(one.got_out.joules / one.put_in.joules),
                      })}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function Transfer({ one, unit, format }: { one: FlowTransfer; unit: Unit; format: Format }) {
  const { t } = useTranslation();
  return (
    <li data-role={one.role} data-value={one.amount.joules}>
      <span>
        {one.enterprise ? format.name(one) : t("flows.sort.own")}
        <span className="term-sub">{t(`flows.role.${one.role}`)}</span>
      </span>
      <span className="right">
        {shown(one.amount, unit, format)} <span className="unit">{unit}</span>
      </span>
    </li>
  );
}
