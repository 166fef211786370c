import { useTranslation } from "react-i18next";
import type { EnergyFlows } from "../../api/flows";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Scroll } from "../meter-health/Scroll";
import { shown, UNITS } from "./units";
import { useNodeWords } from "./words";

/** The ribbons of the diagram as a table, the largest first. */
export function LinksTable({ flows, format, onAsk }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const words = useNodeWords(format);
  const nodes = new Map(flows.nodes.map(node => [node.key, node]));
  const named = (key: string) => {
    const node = nodes.get(key);
    return node ? words(node) : { name: key, sort: "" };
  };
  const links = [...flows.links].sort(
    (a, b) => b.amount.joules - a.amount.joules || b.amount.co2_mg - a.amount.co2_mg,
  );
  return (
    <Scroll label={t("flows.diagram")}>
      <table className="table" data-testid="flow-links">
        <thead>
          <tr>
            <th scope="col">{t("flows.from")}</th>
            <th scope="col">{t("flows.to")}</th>
            <th scope="col">{t("flows.carrier")}</th>
            {UNITS.map(unit => (
              <th key={unit} scope="col" className="right">
                {t(`flows.unit.${unit}`)}
              </th>
            ))}
            <th scope="col">{t("flows.made")}</th>
          </tr>
        </thead>
        <tbody>
          {links.map(link => {
            const start = named(link.start);
            const end = named(link.end);
            return (
              <tr key={`${link.start}|${link.end}|${link.carrier}`} data-link={`${link.start}>${link.end}`}>
                <th scope="row">
                  {start.name} <span className="term-sub">{start.sort !== start.name && start.sort}</span>
                </th>
                <td>
                  <button
                    type="button"
                    className="quiet flow-open"
                    onClick={event => onAsk(link.end, event.currentTarget)}
                  >
                    {end.name}
                  </button>{" "}
                  <span className="term-sub">{end.sort !== end.name && end.sort}</span>
                </td>
                <td>{link.carrier && label("carrier", link.carrier)}</td>
                {UNITS.map(unit => (
                  <td key={unit} className="right nowrap">
                    {shown(link.amount, unit, format)}
                  </td>
                ))}
                <td>{t(`flows.rule.${link.rule}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

interface Props {
  flows: EnergyFlows;
  format: Format;
  onAsk: (key: string, element: HTMLElement) => void;
}
