import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ZeroLine, ZeroYear } from "../../api/national";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { ExplainSide } from "../../ui/ExplainSide";
import { showQuantity } from "../explain/units";
import { Scroll } from "../meter-health/Scroll";
import { type Opened, shown, tonnes } from "./words";

interface Props {
  found: ZeroYear;
  opened: Opened;
  format: Format;
  isOpen: boolean;
  onClose: () => void;
  /** After it has slid away: the focus returns then. */
  onClosed: () => void;
}

/** How a figure came about: its formula, and the lines that add up to it with their factors and sources. */
export default function LinesDrawer({ found, opened, format, isOpen, onClose, onClosed }: Props) {
  const { t } = useTranslation();
  const isWhole = opened === "total" || opened === "core";
  const lines = isWhole ? found.lines : found.lines.filter(one => one.group === opened);
  const total = lines.reduce((sum, one) => sum + one.mg, 0);
  return (
    <ExplainSide isOpen={isOpen} onClose={onClose} onClosed={onClosed} width={66}>
      <div className="detail zero-lines" data-testid="zero-lines" data-explain-total={total}>
        <h2>
          {opened === "core" || opened === "total" || opened === "energy"
            ? t(`zero_carbon.${opened}`)
            : t(`zero_carbon.group.${opened}`)}{" "}
          {found.year}
        </h2>
        <p className="symbols">{t(`zero_carbon.formula.${opened}`)}</p>
        {opened === "core" && <Quotient found={found} format={format} />}
        {opened !== "energy" && (
          <>
            <p className="kpi-value">
              {tonnes(total, format)} <span className="unit">{gasText("t CO2")}</span>
            </p>
            <Lines lines={lines} format={format} />
          </>
        )}
        {(opened === "energy" || opened === "core") && <Energy found={found} format={format} />}
      </div>
    </ExplainSide>
  );
}

function Quotient({ found, format }: { found: ZeroYear; format: Format }) {
  const tce = found.energy?.tce;
  return (
    <p className="zero-quotient">
      {tonnes(found.total_mg, format)} {gasText("t CO2")} ÷{" "}
      {tce === null || tce === undefined ? "\u2013" : format.number(tce, 2)} tce ={" "}
      <strong>{shown(found.core, found.core.value, format)}</strong> {gasText("t CO2")}/tce
    </p>
  );
}

function Lines({ lines, format }: { lines: ZeroLine[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("zero_carbon.lines")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("explain.source")}</th>
            <th scope="col">{t("zero_carbon.flow")}</th>
            <th scope="col" className="right">
              {t("explain.quantity")}
            </th>
            <th scope="col">{t("explain.factor")}</th>
            <th scope="col" className="right">
              t
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <Line key={line.code} line={line} format={format} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Line({ line, format }: { line: ZeroLine; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const to = {
    ledger: `/p/${park.code}/sources?source=${line.source}`,
    point: `/p/${park.code}/meters/${line.source}`,
    report: `/p/${park.code}/activity?tab=history`,
  }[line.origin];
  return (
    <tr data-term={line.code} data-value={line.mg}>
      <th scope="row">
        <Link to={to}>{format.name(line)}</Link>
        <span className="term-sub">
          {t(`zero_carbon.origin.${line.origin}`)}
          {line.enterprise && ` · ${line.enterprise}`}
          {line.bunker && ` · ${t("zero_carbon.bunker")}`}
        </span>
      </th>
      <td>
        {t(`zero_carbon.flows.${line.flow}`)}
        {line.evidence !== "none" && (
          <span className="term-sub">
            {t(`zero_carbon.evidence.${line.evidence}`)} {line.numbers.join(", ")}
          </span>
        )}
      </td>
      <td className="right nowrap">{showQuantity(line.quantity, line.unit, format)}</td>
      <td>
        {line.factor} {line.factor_unit}{" "}
        <span className={line.factor_from === "ledger" ? "chip chip-warn" : "chip"}>
          {t(`zero_carbon.from.${line.factor_from}`)}
        </span>
        <span className="term-sub">{line.citation}</span>
      </td>
      <td className="right">{tonnes(line.mg, format)}</td>
    </tr>
  );
}

function Energy({ found, format }: { found: ZeroYear; format: Format }) {
  const { t } = useTranslation();
  if (!found.energy) return <p className="note">{t("zero_carbon.no_energy")}</p>;
  return (
    <>
      <h3>{t("zero_carbon.energy_lines")}</h3>
      <Scroll label={t("zero_carbon.energy_lines")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("explain.source")}</th>
              <th scope="col" className="right">
                {t("explain.quantity")}
              </th>
              <th scope="col">{t("zero_carbon.coefficient")}</th>
              <th scope="col" className="right">
                tce
              </th>
            </tr>
          </thead>
          <tbody>
            {found.energy.lines.map(line => (
              <tr key={line.code} data-energy={line.code}>
                <th scope="row">
                  {line.code}
                  <span className="term-sub">{t(`zero_carbon.role.${line.role}` as never)}</span>
                </th>
                <td className="right nowrap">{showQuantity(line.quantity, line.unit, format)}</td>
                <td>
                  {line.coefficient ? (
                    <>
                      {format.number(Number(line.coefficient), 4)} {line.coefficient_unit}
                      <span className="term-sub">{line.citation}</span>
                    </>
                  ) : (
                    t("zero_carbon.by_equivalent")
                  )}
                </td>
                <td className="right">{line.coal_g === null ? "" : format.number(line.coal_g / 1e6, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
