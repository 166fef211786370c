import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CostLine, Costs } from "../../api/types";
import type { Format } from "../../lib/format";
import { ExplainSide } from "../../ui/ExplainSide";
import { linesOf, money, type Part, sum } from "./figures";
import "../../styles/explain.css";

interface Props {
  costs: Costs;
  part: Part;
  isOpen: boolean;
  onClose: () => void;
  /** After it has slid away: the focus returns then. */
  onClosed: () => void;
  format: Format;
}

/** How a sum of money was made: its lines, each with quantity, price, rule and meters. */
export default function CostDrawer({ costs, part, isOpen, onClose, onClosed, format }: Props) {
  const { t } = useTranslation();
  const lines = linesOf(costs, part);
  const amount = sum(lines);
  const name = usePartName(part);
  return (
    <ExplainSide isOpen={isOpen} onClose={onClose} onClosed={onClosed} width={58} isFlush>
      <div className="explain" data-testid="cost-explain" data-clicked={amount}>
        <header className="explain-head">
          <h2>{name}</h2>
          <p className="explain-value">{money(amount, costs.currency, format)}</p>
        </header>
        <dl className="facts">
          <dt>{t("explain.how")}</dt>
          <dd>
            <span className="symbols">{t("costs.formula")}</span>
            <span>{t("costs.formula_words")}</span>
          </dd>
          <dt>{t("costs.tariff")}</dt>
          <dd>
            {costs.tariffs.map(tariff => (
              <p key={`${tariff.code}${tariff.version}`}>
                {format.name(tariff)}{" "}
                {tariff.example && <span className="chip chip-warn">{t("costs.example")}</span>}
                <span className="term-sub">
                  {t("costs.since", { day: tariff.version })} · {tariff.source}
                </span>
              </p>
            ))}
          </dd>
        </dl>
        <LineTable costs={costs} lines={lines} amount={amount} format={format} />
      </div>
    </ExplainSide>
  );
}

/** The part of the bill in words. */
function usePartName(part: Part): string {
  const { t } = useTranslation();
  if (part === "total") return t("costs.total");
  if (part.startsWith("period:")) return t(`costs.period.${part.slice(7)}` as never) as string;
  return t(`costs.kind.${part}` as never) as string;
}

interface TableProps {
  costs: Costs;
  lines: CostLine[];
  amount: string;
  format: Format;
}

function LineTable({ costs, lines, amount, format }: TableProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="terms-scroll" tabIndex={0} aria-label={t("explain.terms")}>
      <table className="table terms">
        <caption>{t("explain.terms")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("costs.line")}</th>
            <th scope="col" className="right">
              {t("costs.quantity")}
            </th>
            <th scope="col" className="right">
              {t("costs.price")}
            </th>
            <th scope="col">{t("explain.quality")}</th>
            <th scope="col" className="right">
              {t("costs.cost")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, number) => (
            <Fragment key={`${line.kind}${line.rule}${line.month}${line.version}`}>
              <LineRow
                line={line}
                currency={costs.currency}
                isOpen={open === number}
                onToggle={() => setOpen(open === number ? null : number)}
                format={format}
              />
              {open === number && (
                <tr className="term-detail">
                  <td colSpan={5}>
                    <Points line={line} format={format} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t("explain.total")}
            </th>
            <td className="right" data-cost-total={amount}>
              {money(amount, costs.currency, format)}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

interface RowProps {
  line: CostLine;
  currency: string | null;
  isOpen: boolean;
  onToggle: () => void;
  format: Format;
}

function LineRow({ line, currency, isOpen, onToggle, format }: RowProps) {
  const { t } = useTranslation();
  const name =
    line.kind === "energy"
      ? (t(`costs.period.${line.rule}` as never) as string)
      : (t(`costs.rule.${line.rule}` as never) as string);
  const isMoney = line.kind === "power_factor";
  return (
    <tr data-line={line.amount}>
      <th scope="row">
        <div className="term-name">
          {line.points.length > 0 ? (
            <button
              type="button"
              className="expand"
              aria-expanded={isOpen}
              aria-label={t("costs.expand", { name })}
              onClick={onToggle}
              data-testid="line-expand"
            >
              <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d="M4 2.5 8 6l-4 3.5" />
              </svg>
            </button>
          ) : (
            <span className="expand" />
          )}
          <span>
            {name}
            <span className="term-sub">
              {line.month} {line.kind !== "energy" && `· ${t(`costs.why.${line.rule}` as never) as string}`}
            </span>
          </span>
        </div>
      </th>
      <td className="right nowrap">
        {isMoney
          ? money(line.quantity, currency, format)
          : `${format.number(Number(line.quantity))} ${line.unit}`}
      </td>
      <td className="right nowrap">
        {isMoney
          ? `× ${format.number(Number(line.multiple) * 100, 2)} %`
          : format.number(Number(line.price), 4)}
        {!isMoney && Number(line.multiple) !== 1 && <span className="term-sub">× {line.multiple}</span>}
      </td>
      <td>
        {line.points.length > 0 && (
          <span className={line.estimated_share > 0 ? "chip chip-hatch" : "chip chip-good"}>
            {line.estimated_share > 0
              ? t("explain.estimated", { share: format.percent(line.estimated_share) })
              : t("explain.measured")}
          </span>
        )}
      </td>
      <td className="right strong">{money(line.amount, currency, format)}</td>
    </tr>
  );
}

function Points({ line, format }: { line: CostLine; format: Format }) {
  const { t } = useTranslation();
  return (
    <div className="detail">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("explain.points")}</th>
            <th scope="col" className="right">
              kWh
            </th>
            <th scope="col" className="right">
              {t("costs.of_it_estimated")}
            </th>
          </tr>
        </thead>
        <tbody>
          {line.points.map(point => (
            <tr key={point.point} data-line-point={point.point}>
              <th scope="row">
                {format.name(point)} <code className="term-sub">{point.point}</code>
              </th>
              <td className="right">{format.number(point.quantity_wh / 1000, 3)}</td>
              <td className="right">{format.number(point.estimated_wh / 1000, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
