import { useTranslation } from "react-i18next";
import type { DecouplingResults, DecouplingStep } from "../../api/analyses";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Scroll } from "../meter-health/Scroll";

const GOOD = ["strong_decoupling", "weak_decoupling", "recessive_decoupling"];
const BAD = ["strong_negative_decoupling", "expansive_negative_decoupling", "weak_negative_decoupling"];

/** Whether emissions and output move together, step by step. */
export function DecouplingView({ found, format }: { found: DecouplingResults; format: Format }) {
  const { t } = useTranslation();
  const state = (step: DecouplingStep) => t(`drivers.state.${step.state ?? "still"}` as never) as string;
  const grown = (value: number) => grownBy(format, value);
  const tone = (name: string | null) =>
    name && GOOD.includes(name) ? " chip-good" : name && BAD.includes(name) ? " chip-bad" : " chip-warn";
  return (
    <Card
      title={t("drivers.decoupled")}
      summary={t("drivers.decoupled_sub", {
        from: found.whole.from,
        to: found.whole.to,
        emissions: grown(found.whole.emissions_growth),
        output: grown(found.whole.output_growth),
        state: state(found.whole),
      })}
    >
      <ol className="tapio" aria-label={t("drivers.decoupled")}>
        {found.steps.map(step => (
          <li key={`${step.from} ${step.to}`}>
            <span className="note">
              {step.from} → {step.to}
            </span>
            <span className={`chip${tone(step.state)}`}>{state(step)}</span>
          </li>
        ))}
      </ol>
      <Scroll label={t("drivers.decoupled")}>
        <table className="table" data-testid="tapio-table">
          <thead>
            <tr>
              <th scope="col">{t("drivers.step")}</th>
              <th scope="col" className="right">
                {t("drivers.emissions_growth")}
              </th>
              <th scope="col" className="right">
                {t("drivers.output_growth")}
              </th>
              <th scope="col" className="right">
                {t("drivers.column.elasticity")}
              </th>
              <th scope="col">{t("drivers.state_of")}</th>
            </tr>
          </thead>
          <tbody>
            {found.steps.map(step => (
              <Row key={`${step.from} ${step.to}`} step={step} state={state(step)} format={format} />
            ))}
            {found.steps.length > 1 && <Row step={found.whole} state={state(found.whole)} format={format} />}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

const grownBy = (format: Format, value: number) => `${value > 0 ? "+" : ""}${format.percent(value, 1)}`;

function Row({ step, state, format }: { step: DecouplingStep; state: string; format: Format }) {
  return (
    <tr>
      <th scope="row" className="nowrap">
        {step.from} → {step.to}
      </th>
      <td className="right">{grownBy(format, step.emissions_growth)}</td>
      <td className="right">{grownBy(format, step.output_growth)}</td>
      <td className="right">{step.elasticity === null ? "–" : format.number(step.elasticity, 2)}</td>
      <td>{state}</td>
    </tr>
  );
}
