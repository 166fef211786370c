import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EnergyFlows, FlowLink, FlowTerm } from "../../api/flows";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { ExplainSide } from "../../ui/ExplainSide";
import { showQuantity } from "../explain/units";
import { Scroll } from "../meter-health/Scroll";
import { base, shown, type Unit } from "./units";
import { useNodeWords } from "./words";

interface Props {
  flows: EnergyFlows;
  opened: string;
  unit: Unit;
  format: Format;
  isOpen: boolean;
  onClose: () => void;
  onClosed: () => void;
}

/** How a node's figure came about: what flows in and out, and of each the meters and sources behind it. */
export default function NodeDrawer({ flows, opened, unit, format, isOpen, onClose, onClosed }: Props) {
  const { t } = useTranslation();
  const words = useNodeWords(format);
  const node = flows.nodes.find(one => one.key === opened);
  const told = node ? words(node) : { name: opened, sort: "" };
  const into = flows.links.filter(link => link.end === opened);
  const out = flows.links.filter(link => link.start === opened);
  return (
    <ExplainSide isOpen={isOpen} onClose={onClose} onClosed={onClosed} width={64}>
      <div className="detail" data-testid="flow-node">
        <h2>{told.name}</h2>
        <p className="note">{node && t(`flows.about.${node.sort}`)}</p>
        {node && (
          <p className="kpi-value">
            {shown(node.amount, unit, format)} <span className="unit">{t(`flows.unit.${unit}`)}</span>
          </p>
        )}
        <Side title={t("flows.comes_in")} links={into} end="start" {...{ flows, unit, format }} />
        <Side title={t("flows.goes_out")} links={out} end="end" {...{ flows, unit, format }} />
      </div>
    </ExplainSide>
  );
}

interface SideProps {
  title: string;
  links: FlowLink[];
  end: "start" | "end";
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
}

function Side({ title, links, end, flows, unit, format }: SideProps) {
  const { t } = useTranslation();
  const words = useNodeWords(format);
  if (links.length === 0) return null;
  const whole = links.reduce((sum, link) => sum + base(link.amount, unit), 0);
  return (
    <section>
      <h3>{title}</h3>
      {[...links]
        .sort((a, b) => base(b.amount, unit) - base(a.amount, unit))
        .map(link => {
          const node = flows.nodes.find(one => one.key === link[end]);
          const name = node ? words(node).name : link[end];
          const part = base(link.amount, unit);
          return (
            <details
              key={`${link.start}${link.end}${link.carrier}`}
              className="flow-part"
              data-part={link[end]}
            >
              <summary>
                <span>
                  {name}
                  {node && <span className="term-sub">{words(node).sort}</span>}
                </span>
                <span className="right nowrap">
                  {shown(link.amount, unit, format)} <span className="unit">{t(`flows.unit.${unit}`)}</span>
                  <span className="term-sub">{whole > 0 && format.percent(part / whole)}</span>
                </span>
              </summary>
              <p className="note">{t(`flows.rule_long.${link.rule}`)}</p>
              <Terms link={link} flows={flows} unit={unit} format={format} />
            </details>
          );
        })}
    </section>
  );
}

function Terms({
  link,
  flows,
  unit,
  format,
}: {
  link: FlowLink;
  flows: EnergyFlows;
  unit: Unit;
  format: Format;
}) {
  const { t } = useTranslation();
  const known = new Map(flows.terms.map(term => [term.key, term]));
  const parts = link.parts.flatMap(part => {
    const term = known.get(part.term);
    return term ? [{ term, sign: part.sign }] : [];
  });
  if (parts.length === 0) return null;
  return (
    <Scroll label={t("flows.terms")} isShort>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("flows.term")}</th>
            <th scope="col" className="right">
              {t("explain.quantity")}
            </th>
            <th scope="col">{t("flows.heat_value")}</th>
            <th scope="col" className="right">
              {t(`flows.unit.${unit}`)}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ term, sign }) => (
            <TermRow key={term.key} term={term} sign={sign} unit={unit} format={format} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function TermRow({ term, sign, unit, format }: { term: FlowTerm; sign: number; unit: Unit; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const to = term.kind === "point" ? `meters/${term.code}` : `sources?source=${term.code}`;
  return (
    <tr data-term={term.key} data-sign={sign} data-value={base(term.amount, unit)}>
      <th scope="row">
        <Link to={`/p/${park.code}/${to}`}>{format.name(term)}</Link>
        <span className="term-sub">
          {t(`flows.kind.${term.kind}`)}
          {term.kind === "source" &&
            term.points.slice(0, 3).map(point => (
              <span key={point}>
                {" \u00b7 "}
                <Link to={`/p/${park.code}/meters/${point}`}>{point}</Link>
              </span>
            ))}
        </span>
      </th>
      <td className="right nowrap">
        {term.quantity === null ? t("flows.not_told") : showQuantity(term.quantity, term.unit, format)}
      </td>
      <td>
        {unit === "tce" ? `${term.coal_factor ?? "\u2013"} ${term.coal_unit ?? ""}` : heat(term, format)}
        <span className="term-sub">{term.citation || t(`flows.heat_from.${term.heat_from}`)}</span>
      </td>
      <td className="right nowrap">
        {sign < 0 && "\u2212"}
        {shown(term.amount, unit, format)}
      </td>
    </tr>
  );
}

// J a Wh or J, J a mL (so many MJ a m3), J a g (so many GJ a t).
const READ: Record<string, [number, string]> = {
  Wh: [1e-3, "MJ/kWh"],
  mL: [1, "MJ/m\u00b3"],
  g: [1e-3, "GJ/t"],
};

function heat(term: FlowTerm, format: Format): string {
  const [times, name] = READ[term.unit] ?? [0, ""];
  if (term.joules_per_unit === null || !times) return "";
  return `${format.plain(Number((Number(term.joules_per_unit) * times).toPrecision(6)))} ${name}`;
}
