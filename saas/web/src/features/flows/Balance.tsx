import { useTranslation } from "react-i18next";
import type { EnergyFlows, FlowAmount, FlowRow } from "../../api/flows";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";
import { Scroll } from "../meter-health/Scroll";
import { base, shown, type Unit } from "./units";

type Column = Exclude<keyof FlowRow, "carrier">;
const IN: Column[] = ["bought", "inside", "generated", "recovered", "converted"];
const OUT: Column[] = ["to_conversion", "used", "delivered", "left", "lost", "unmetered"];

interface Props {
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
}

/** What comes in and where it goes, carrier by carrier; the sides are equal to the last joule. */
export function Balance({ flows, unit, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const rows = [...flows.rows, flows.total];
  const isUsed = (column: Column) => rows.some(row => row[column].joules !== 0 || row[column].co2_mg !== 0);
  const [inward, outward] = [IN.filter(isUsed), OUT.filter(isUsed)];
  return (
    <Card title={t("flows.balance")} summary={<Closing flows={flows} unit={unit} format={format} />}>
      <Scroll label={t("flows.balance")}>
        <table className="table flow-balance" data-testid="flow-balance">
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={inward.length} className="flow-side">
                {t("flows.supply_side")}
              </th>
              <th scope="colgroup" colSpan={outward.length} className="flow-side">
                {t("flows.use_side")}
              </th>
            </tr>
            <tr>
              <th scope="col">
                {t("flows.carrier")} <span className="unit">{t(`flows.unit.${unit}`)}</span>
              </th>
              {[...inward, ...outward].map((column, at) => (
                <th key={column} scope="col" className={at === inward.length ? "right flow-edge" : "right"}>
                  {t(`flows.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr
                key={row.carrier}
                className={row.carrier ? "" : "flow-total"}
                data-carrier={row.carrier}
                data-in={sum(row, IN, unit)}
                data-out={sum(row, OUT, unit)}
              >
                <th scope="row">{row.carrier ? label("carrier", row.carrier) : t("flows.total")}</th>
                {[...inward, ...outward].map((column, at) => (
                  <td key={column} className={at === inward.length ? "right flow-edge" : "right"}>
                    <Cell amount={row[column]} unit={unit} format={format} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="note flow-note">{t("flows.balance_note")}</p>
    </Card>
  );
}

const sum = (row: FlowRow, columns: Column[], unit: Unit) =>
  columns.reduce((total, column) => total + base(row[column], unit), 0);

function Cell({ amount, unit, format }: { amount: FlowAmount; unit: Unit; format: Format }) {
  const value = base(amount, unit);
  if (value === 0) return <span className="flow-none">{"\u2013"}</span>;
  return <span className={value < 0 ? "flow-negative" : ""}>{shown(amount, unit, format)}</span>;
}

/** Input = used + losses + unmetered, as one sentence. */
function Closing({ flows, unit, format }: Props) {
  const { t } = useTranslation();
  const one = (amount: FlowAmount) => shown(amount, unit === "tCO2" ? "GJ" : unit, format);
  return (
    <span
      data-testid="flow-closing"
      data-in={flows.input.joules}
      data-out={flows.output.joules + flows.losses.joules + flows.unmetered.joules}
    >
      {t(flows.enterprise ? "flows.closing_enterprise" : "flows.closing", {
        input: one(flows.input),
        output: one(flows.output),
        losses: one(flows.losses),
        unmetered: one(flows.unmetered),
        unit: unit === "tCO2" ? "GJ" : unit,
      })}
    </span>
  );
}
