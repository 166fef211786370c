import { useTranslation } from "react-i18next";
import type { Dimension, Totals } from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { ChartCard } from "../../ui/ChartCard";
import { Segmented } from "../../ui/Segmented";
import { Scroll } from "../meter-health/Scroll";
import { MassFigure } from "./MassFigure";
import { DIMENSIONS, type View } from "./question";
import { type Context, tonnes, usePartName } from "./words";

interface Props {
  totals: Totals;
  /** In every basis that the ruleset has: beside each other in the table. */
  all: Totals[];
  context: Context;
  /** ms */
  computed: number | null;
  view: View;
  isPark: boolean;
}

/** The same total by one dimension after another: as bars, or as a table. */
export function PartsCard({ totals, all, context, computed, view, isPark }: Props) {
  const { t } = useTranslation();
  const options = DIMENSIONS.filter(by => by !== "enterprise" || isPark).map(by => ({
    value: by,
    label: t(`inventory.by_${by as "group"}`),
  }));
  const parts = totals.by[view.by] ?? [];
  return (
    <ChartCard
      title={t("inventory.parts")}
      summary={t(view.by === "enterprise" ? "inventory.parts_enterprises" : "inventory.parts_sum")}
      className="inventory-parts"
      isTable={view.isTable}
      onToggle={() => view.set({ view: view.isTable ? null : "table" })}
      testId="inventory-toggle"
      source="ledger"
      computed={computed}
      format={context.format}
    >
      <Segmented<Dimension>
        label={t("inventory.by")}
        value={view.by}
        options={options}
        onChange={by => view.set({ by: by === "group" ? null : by })}
      />
      {parts.length === 0 && <p className="note inventory-none">{t("inventory.nothing")}</p>}
      {view.isTable ? (
        <Table all={all} totals={totals} by={view.by} context={context} />
      ) : (
        <Bars parts={parts} totals={totals} by={view.by} context={context} />
      )}
    </ChartCard>
  );
}

interface PartProps {
  parts: { key: string; value: number }[];
  totals: Totals;
  by: Dimension;
  context: Context;
}

function Bars({ parts, totals, by, context }: PartProps) {
  const name = usePartName(context);
  const unit = `t ${gasText(totals.unit_gas)}`;
  const largest = Math.max(...parts.map(part => Math.abs(part.value)), 1);
  return (
    <ul className="inventory-bars" data-picture="">
      {parts.map(part => (
        <li key={part.key}>
          <span>{name(by, part.key)}</span>
          <span className="inventory-bar" aria-hidden="true">
            <i
              className={part.value < 0 ? "is-negative" : ""}
              style={{ width: `${(Math.abs(part.value) / largest) * 100}%` }}
            />
          </span>
          <MassFigure
            by={by}
            part={part.key}
            value={part.value}
            name={name(by, part.key)}
            shown={`${tonnes(part.value, context.format)} ${unit}`}
          />
        </li>
      ))}
    </ul>
  );
}

interface TableProps {
  totals: Totals;
  all: Totals[];
  by: Dimension;
  context: Context;
}

function Table({ totals, all, by, context }: TableProps) {
  const { t } = useTranslation();
  const name = usePartName(context);
  const { format } = context;
  const keys = [...new Set(all.flatMap(one => (one.by[by] ?? []).map(part => part.key)))];
  const amountOf = (one: Totals, key: string) => one.by[by]?.find(part => part.key === key)?.value ?? 0;
  const unit = `t ${gasText(totals.unit_gas)}`;
  return (
    <Scroll label={t("inventory.parts")}>
      <table className="table" data-testid="inventory-table">
        <thead>
          <tr>
            <th scope="col">{t(`inventory.by_${by as "group"}`)}</th>
            {all.map(one => (
              <th scope="col" className="right" key={one.basis}>
                {all.length > 1 && `${t(`inventory.basis_${one.basis}`)} `}
                {unit}
              </th>
            ))}
            <th scope="col" className="right">
              %
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map(key => (
            <tr key={key}>
              <th scope="row">{name(by, key)}</th>
              {all.map(one => (
                <td className="right" key={one.basis}>
                  <MassFigure
                    by={by}
                    part={key}
                    basis={one.basis}
                    value={amountOf(one, key)}
                    name={name(by, key)}
                    shown={tonnes(amountOf(one, key), format)}
                  />
                </td>
              ))}
              <td className="right">
                {totals.total ? format.percent(amountOf(totals, key) / totals.total) : ""}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="strong">
            <th scope="row">{t("inventory.total")}</th>
            {all.map(one => (
              <td className="right" key={one.basis}>
                {tonnes(one.total, format)}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}
