import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import {
  type Asked,
  type Explained,
  type ExplainedSource,
  explainFigure,
  type Figure,
} from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { ExplainSide } from "../../ui/ExplainSide";
import { Problem } from "../../ui/Problem";
import { CopyLink } from "../explain/CopyLink";
import { showQuantity } from "../explain/units";
import { FactorText } from "./FactorText";
import { TermMonths } from "./TermMonths";
import { type Context, tonnes, usePartName } from "./words";

interface Props {
  asked: Asked;
  figure: Figure;
  gas: string;
  context: Context;
  isOpen: boolean;
  /** The term that is opened, as the address holds it. */
  term: string | null;
  onTerm: (term: string | null) => void;
  onClose: () => void;
  /** After it has slid away: the focus returns then. */
  onClosed: () => void;
}

/** How a figure of an inventory was made: its factors and sources first, months and hours when they are opened. */
export default function TermsDrawer(props: Props) {
  const { asked, figure, gas, context, isOpen, onClose, onClosed } = props;
  const { t } = useTranslation();
  const { park } = usePark();
  const name = usePartName(context);
  const query = useInfiniteQuery({
    queryKey: ["inventory-explain", park.code, asked, figure],
    queryFn: ({ pageParam }) => explainFigure(park.code, asked, figure, pageParam),
    initialPageParam: 0,
    getNextPageParam: last => {
      const next = last.offset + last.terms.length;
      return next < last.count ? next : undefined;
    },
  });
  const pages = query.data?.pages ?? [];
  // The newest page is of the newest moment; hours may have settled between two of them.
  const data = pages[pages.length - 1];
  return (
    <ExplainSide isOpen={isOpen} onClose={onClose} onClosed={onClosed} width={62}>
      <div
        className="inventory-terms detail"
        data-testid="inventory-terms"
        data-explain-total={data?.value ?? ""}
      >
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {!data && !query.error && <div className="skeleton rows-skeleton" />}
        {data && (
          <>
            <h2>{name(figure.by, figure.key)}</h2>
            <p className="kpi-value">
              {tonnes(data.value, context.format)} <span className="unit">t {gasText(gas)}</span>
            </p>
            <p className="note">
              {data.value !== data.total &&
                data.total !== 0 &&
                t("explain.part_of", {
                  share: context.format.percent(data.value / data.total),
                  total: `${tonnes(data.total, context.format)} t`,
                })}
            </p>
            {data.gwp && (
              <p className="note" data-testid="explain-gwp">
                {t("inventory.weighed_by", { set: data.gwp })}
              </p>
            )}
            <CopyLink />
            <Factors explained={data} context={context} />
            <Terms {...props} pages={pages} />
            {query.hasNextPage && (
              <button
                type="button"
                className="button"
                data-testid="inventory-more-terms"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t("inventory.more", { count: data.count - data.offset - data.terms.length })}
              </button>
            )}
          </>
        )}
      </div>
    </ExplainSide>
  );
}

/** The figure by factor version: short, however many sources there are. */
function Factors({ explained, context }: { explained: Explained; context: Context }) {
  const { t } = useTranslation();
  const { format } = context;
  const versions = new Map(explained.factors.map(factor => [factor.id, factor]));
  if (explained.by_factor.length === 0) return <p className="note">{t("explain.no_terms")}</p>;
  return (
    <section>
      <h3>{t("inventory.by_factor")}</h3>
      <table className="table" aria-label={t("inventory.by_factor")}>
        <thead>
          <tr>
            <th scope="col">{t("explain.factor")}</th>
            <th scope="col">{t("inventory.by_gas")}</th>
            <th scope="col" className="right">
              {t("inventory.by_source")}
            </th>
            <th scope="col" className="right">
              t
            </th>
          </tr>
        </thead>
        <tbody>
          {explained.by_factor.map(row => (
            <tr key={`${row.factor_version}${row.gas}${row.fallback}`} data-by-factor={row.value}>
              <td>
                <FactorText factor={versions.get(row.factor_version)} isFallback={row.fallback} />
              </td>
              <td>{gasText(row.gas)}</td>
              <td className="right">{row.sources}</td>
              <td className="right">{tonnes(row.value, format)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum label={t("explain.total")} value={explained.value} columns={3} context={context} />
        </tfoot>
      </table>
    </section>
  );
}

function Sum({
  label,
  value,
  columns,
  context,
}: {
  label: string;
  value: number;
  columns: number;
  context: Context;
}) {
  return (
    <tr className="sum-row">
      <th scope="row" colSpan={columns}>
        {label}
      </th>
      <td className="right">{tonnes(value, context.format)}</td>
    </tr>
  );
}

const idOf = (term: ExplainedSource): string => (term.deduction ? `-${term.source}` : term.source);

function Terms({ pages, ...props }: Props & { pages: Explained[] }) {
  const { asked, figure, context, term: opened, onTerm } = props;
  const { t } = useTranslation();
  const last = pages[pages.length - 1];
  const terms = pages.flatMap(page => page.terms);
  if (!last || terms.length === 0) return null;
  const left = last.value - terms.reduce((sum, term) => sum + term.value, 0);
  return (
    <section>
      <h3>{t("explain.terms")}</h3>
      <table className="table" aria-label={t("explain.terms")}>
        <thead>
          <tr>
            <th scope="col">{t("explain.source")}</th>
            <th scope="col" className="right">
              {t("explain.quantity")}
            </th>
            <th scope="col">{t("explain.quality")}</th>
            <th scope="col" className="right">
              t
            </th>
          </tr>
        </thead>
        <tbody>
          {terms.map(term => {
            const id = idOf(term);
            return (
              <Fragment key={id}>
                <Term
                  term={term}
                  context={context}
                  isOpen={opened === id}
                  onToggle={() => onTerm(opened === id ? null : id)}
                />
                {opened === id && (
                  <tr>
                    <td colSpan={4}>
                      <TermMonths asked={asked} figure={figure} term={term} context={context} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
        <tfoot>
          {last.count > terms.length && (
            <Sum
              label={t("inventory.other_sources", { count: last.count - terms.length })}
              value={left}
              columns={3}
              context={context}
            />
          )}
          <Sum label={t("explain.total")} value={last.value} columns={3} context={context} />
        </tfoot>
      </table>
    </section>
  );
}

interface TermProps {
  term: ExplainedSource;
  context: Context;
  isOpen: boolean;
  onToggle: () => void;
}

function Term({ term, context, isOpen, onToggle }: TermProps) {
  const { t } = useTranslation();
  const { format, owners } = context;
  const owner = term.enterprise ? owners.get(term.enterprise) : undefined;
  return (
    <tr data-term={term.source} data-value={term.value}>
      <th scope="row">
        <button
          type="button"
          className="quiet"
          aria-expanded={isOpen}
          onClick={onToggle}
          data-testid="inventory-term"
        >
          {format.name(term)}
        </button>
        <span className="term-sub">
          {owner ? format.name(owner) : term.enterprise} {term.deduction && t("explain.deduction")}
        </span>
      </th>
      <td className="right nowrap">{showQuantity(term.quantity, term.unit, format)}</td>
      <td>
        <span className="chip">
          {term.estimated_share
            ? t("explain.estimated", { share: format.percent(term.estimated_share) })
            : t("explain.measured")}
        </span>{" "}
        {term.fallback && <span className="chip chip-warn">{t("explain.fallback")}</span>}
      </td>
      <td className="right">{tonnes(term.value, format)}</td>
    </tr>
  );
}
