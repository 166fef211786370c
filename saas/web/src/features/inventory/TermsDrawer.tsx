import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import {
  type Basis,
  type Explained,
  type ExplainedSource,
  explainInventory,
  explainKept,
} from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { AntTheme } from "../../ui/AntTheme";
import { Problem } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import { Scroll } from "../meter-health/Scroll";
import type { Asked } from "./InventoryView";
import type { Part } from "./MassFigure";
import { MonthHours } from "./MonthHours";
import { type Context, tonnes, usePartName } from "./words";

interface Props {
  asked: Asked;
  basis: Basis;
  gas: string;
  part: Part;
  context: Context;
  isOpen: boolean;
  onClose: () => void;
  /** After it has slid away: the focus returns then. */
  onClosed: () => void;
}

const SHOWN = 50;

/** How a figure of an inventory was made: its sources, their months with factors, and the ledger's hours. */
export default function TermsDrawer({ asked, basis, gas, part, context, isOpen, onClose, onClosed }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const name = usePartName(context);
  const query = { basis, ...(part.by && { by: part.by }), ...(part.key !== undefined && { key: part.key }) };
  const { data, error, refetch } = useQuery({
    queryKey: ["inventory-explain", park.code, asked, query],
    queryFn: () =>
      "item" in asked
        ? explainKept(park.code, asked.item, query)
        : explainInventory(park.code, { ...asked.question, ...query }),
  });
  return (
    <AntTheme>
      <Drawer
        open={isOpen}
        onClose={onClose}
        afterOpenChange={open => {
          if (!open) onClosed();
        }}
        title={t("explain.title")}
        size="min(62rem, 100vw)"
        closable={{ "aria-label": t("app.close") }}
      >
        <div
          className="inventory-terms detail"
          data-testid="inventory-terms"
          data-explain-total={data?.value ?? ""}
        >
          {error && <Problem error={error} onRetry={() => void refetch()} />}
          {!data && !error && <div className="skeleton rows-skeleton" />}
          {data && (
            <>
              <h2>{name(part.by, part.key)}</h2>
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
              <Terms explained={data} context={context} />
            </>
          )}
        </div>
      </Drawer>
    </AntTheme>
  );
}

function Terms({ explained, context }: { explained: Explained; context: Context }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<string | null>(null);
  const [count, setCount] = useState(SHOWN);
  return (
    <>
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
          {explained.terms.slice(0, count).map(term => {
            const id = `${term.source}${term.deduction}`;
            return (
              <Fragment key={id}>
                <Term
                  term={term}
                  context={context}
                  isOpen={opened === id}
                  onToggle={() => setOpened(opened === id ? null : id)}
                />
                {opened === id && (
                  <tr>
                    <td colSpan={4}>
                      <Months term={term} explained={explained} context={context} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {explained.terms.length > count && (
        <button type="button" className="button" onClick={() => setCount(count + SHOWN)}>
          {t("inventory.more", { count: explained.terms.length - count })}
        </button>
      )}
    </>
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

function Months({
  term,
  explained,
  context,
}: {
  term: ExplainedSource;
  explained: Explained;
  context: Context;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { format } = context;
  const [opened, setOpened] = useState<string | null>(null);
  const factors = new Map(explained.factors.map(factor => [factor.id, factor]));
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
      <Scroll label={t("inventory.months")}>
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
            {term.months.map(row => {
              const factor = factors.get(row.factor_version);
              const id = `${row.month}${row.gas}${row.factor_version}${row.fallback}${row.basis}`;
              return (
                <tr key={id}>
                  <th scope="row">
                    <button
                      type="button"
                      className="quiet"
                      aria-expanded={opened === row.month}
                      onClick={() => setOpened(opened === row.month ? null : row.month)}
                      data-testid="inventory-month"
                    >
                      {format.calendarMonth(row.month.slice(0, 7))}
                    </button>
                  </th>
                  <td>
                    {gasText(row.gas)}
                    {row.gwp !== "1" && <span className="note"> × {row.gwp}</span>}
                  </td>
                  <td className="right nowrap">{showQuantity(row.quantity, term.unit, format)}</td>
                  <td>
                    {factor && (
                      <>
                        {factor.value} {factor.unit}{" "}
                        <span className="note">
                          {factor.version} · {factor.region} · {factor.citation}
                        </span>
                      </>
                    )}{" "}
                    {row.fallback && <span className="chip chip-warn">{t("explain.fallback")}</span>}
                  </td>
                  <td className="right">
                    {row.expected_s ? format.percent(Math.min(1, row.covered_s / row.expected_s)) : ""}
                  </td>
                  <td className="right">{tonnes(row.value, format)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {opened && <MonthHours source={term.source} unit={term.unit} month={opened} format={format} />}
    </div>
  );
}
