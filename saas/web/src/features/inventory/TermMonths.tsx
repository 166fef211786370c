import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import {
  type Asked,
  type ExplainedMonths,
  type ExplainedSource,
  explainMonths,
  type Figure,
} from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import { Scroll } from "../meter-health/Scroll";
import { FactorText } from "./FactorText";
import { MonthHours } from "./MonthHours";
import { type Context, tonnes } from "./words";

interface Props {
  asked: Asked;
  figure: Figure;
  term: ExplainedSource;
  context: Context;
}

/** The months of a source with their factors, the evidence of what was bought, and the ledger's hours of one. */
export function TermMonths({ asked, figure, term, context }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { format } = context;
  const [opened, setOpened] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["inventory-months", park.code, asked, figure, term.source, term.deduction],
    queryFn: () =>
      explainMonths(park.code, asked, figure, { source: term.source, deduction: term.deduction }),
  });
  return (
    <div className="inventory-months">
      <p className="symbols">{term.formula}</p>
      {term.points.length > 0 && (
        <p className="note">
          {t("explain.points")}:{" "}
          {term.points.map(point => (
            <Fragment key={point}>
              <Link to={`/p/${park.code}/meters/${point}`}>{point}</Link>{" "}
            </Fragment>
          ))}
        </p>
      )}
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <div className="skeleton rows-skeleton" />}
      {data && data.evidence.length > 0 && <Evidence found={data} context={context} />}
      {data && (
        <Scroll label={t("inventory.months")}>
          <Months found={data} context={context} opened={opened} onOpen={setOpened} />
        </Scroll>
      )}
      {opened && <MonthHours source={term.source} unit={term.unit} month={opened} format={format} />}
    </div>
  );
}

/** Contracts and certificates: the number, and how much of each was used. */
function Evidence({ found, context }: { found: ExplainedMonths; context: Context }) {
  const { t } = useTranslation();
  const { format } = context;
  return (
    <section>
      <h4>{t("inventory.evidence")}</h4>
      <Scroll label={t("inventory.evidence")}>
        <table className="table" data-testid="inventory-evidence">
          <thead>
            <tr>
              <th scope="col">{t("inventory.by_month")}</th>
              <th scope="col">{t("emissions.green.kind")}</th>
              <th scope="col">{t("emissions.green.number")}</th>
              <th scope="col">{t("inventory.generated")}</th>
              <th scope="col" className="right">
                {t("inventory.used")}
              </th>
              <th scope="col" className="right">
                {t("inventory.used_share")}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.evidence.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer have no other key
              <tr key={place} data-evidence={row.number ?? ""}>
                <th scope="row">{format.calendarMonth(row.month.slice(0, 7))}</th>
                <td>{t(`emissions.green.kinds.${row.kind as "certificate"}`)}</td>
                <td>{row.number ?? t("inventory.parks_evidence")}</td>
                <td className="nowrap">
                  {row.generated_from} – {row.generated_to}
                </td>
                <td className="right nowrap">{showQuantity(row.amount_wh, "Wh", format)}</td>
                <td className="right nowrap">
                  {row.supply_wh === null ? "–" : format.percent(row.amount_wh / row.supply_wh)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

interface MonthsProps {
  found: ExplainedMonths;
  context: Context;
  opened: string | null;
  onOpen: (month: string | null) => void;
}

function Months({ found, context, opened, onOpen }: MonthsProps) {
  const { t } = useTranslation();
  const { format } = context;
  const factors = new Map(found.factors.map(factor => [factor.id, factor]));
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t("inventory.by_month")}</th>
          <th scope="col">{t("inventory.by_gas")}</th>
          <th scope="col" className="right">
            {t("explain.quantity")}
          </th>
          <th scope="col">{t("explain.factor")}</th>
          <th scope="col" className="right">
            {t("inventory.coverage")}
          </th>
          <th scope="col" className="right">
            t
          </th>
        </tr>
      </thead>
      <tbody>
        {found.months.map(row => (
          <tr
            key={`${row.month}${row.gas}${row.factor_version}${row.fallback}${row.basis}`}
            data-month={row.month}
            data-value={row.value}
          >
            <th scope="row">
              <button
                type="button"
                className="quiet"
                aria-expanded={opened === row.month}
                onClick={() => onOpen(opened === row.month ? null : row.month)}
                data-testid="inventory-month"
              >
                {format.calendarMonth(row.month.slice(0, 7))}
              </button>
            </th>
            <td>
              {gasText(row.gas)}
              {row.gwp !== "1" && <span className="note"> × {row.gwp}</span>}
            </td>
            <td className="right nowrap">{showQuantity(row.quantity, found.term.unit, format)}</td>
            <td>
              <FactorText factor={factors.get(row.factor_version)} isFallback={row.fallback} />
            </td>
            <td className="right">
              {row.expected_s ? format.percent(Math.min(1, row.covered_s / row.expected_s)) : ""}
            </td>
            <td className="right">{tonnes(row.value, format)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="sum-row">
          <th scope="row" colSpan={5}>
            {t("explain.total")}
          </th>
          <td className="right">{tonnes(found.term.value, format)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
