import { lazy, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Asked, Basis, Dimension, Figure, Lack, Totals } from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { Late } from "../../ui/Late";
import { Checklist } from "./Checklist";
import { AskPart, MassFigure, type Part } from "./MassFigure";
import { PartsCard } from "./PartsCard";
import type { View } from "./question";
import { type Context, tonnes } from "./words";

const TermsDrawer = lazy(() => import("./TermsDrawer"));

interface Props {
  context: Context;
  totals: Totals;
  /** In every basis that the ruleset has. */
  all: Totals[];
  lacks: Lack[];
  view: View;
  asked: Asked;
  /** ms */
  computed: number | null;
  isPark: boolean;
  children?: ReactNode;
}

/** The figures of an inventory in one basis: totals, parts, checklist. */
export function InventoryView({
  context,
  totals,
  all,
  lacks,
  view,
  asked,
  computed,
  isPark,
  children,
}: Props) {
  const terms = useTerms(view, totals.basis);
  return (
    <AskPart.Provider value={terms.ask}>
      <Kpis totals={totals} all={all} context={context} isPark={isPark} />
      <div className="inventory-grid">
        <PartsCard
          totals={totals}
          all={all}
          context={context}
          computed={computed}
          view={view}
          isPark={isPark}
        />
        <Checklist lacks={lacks} context={context} />
        {children}
      </div>
      {terms.figure && (
        <Late>
          <TermsDrawer
            asked={asked}
            figure={terms.figure}
            gas={totals.unit_gas}
            context={context}
            isOpen={terms.isOpen}
            term={view.term}
            onTerm={term => view.set({ term })}
            onClose={terms.close}
            onClosed={terms.closed}
          />
        </Late>
      )}
    </AskPart.Provider>
  );
}

interface KpiProps {
  totals: Totals;
  all: Totals[];
  context: Context;
  isPark: boolean;
}

function Kpis({ totals, all, context, isPark }: KpiProps) {
  const { t } = useTranslation();
  const { format, ruleset } = context;
  const unit = `t ${gasText(totals.unit_gas)}`;
  const share = (part: number) => (totals.total ? format.percent(part / totals.total) : "\u2013");
  const shown = (value: number) => `${tonnes(value, format)} ${unit}`;
  const scope3 = totals.scope3.reduce((sum, part) => sum + part.value, 0);
  return (
    <div className="kpis inventory-kpis">
      <section className="kpi">
        <h2>{t("inventory.total")}</h2>
        <p className="kpi-value">
          <MassFigure value={totals.total} name={t("inventory.total")} shown={shown(totals.total)}>
            {tonnes(totals.total, format)} <span className="unit">{unit}</span>
          </MassFigure>
        </p>
        {all.length > 1 && (
          <dl className="inventory-sum">
            {all.map(one => (
              <div key={one.basis} className={one.basis === totals.basis ? "strong" : ""}>
                <dt>{t(`inventory.basis_${one.basis}`)}</dt>
                <dd data-basis-total={one.basis} data-value={one.total}>
                  {shown(one.total)}
                </dd>
              </div>
            ))}
          </dl>
        )}
        <p className="note">{format.name({ name_zh: ruleset.note_zh, name_en: ruleset.note_en })}</p>
      </section>
      {isPark && (
        <section className="kpi">
          <h2>{t("inventory.park_sum")}</h2>
          <dl className="inventory-sum">
            {(["transfers", "unallocated"] as const).map(by => (
              <div key={by}>
                <dt>{t(`inventory.${by}`)}</dt>
                <dd>
                  <MassFigure
                    by={by}
                    value={totals[by]}
                    name={t(`inventory.${by}`)}
                    shown={shown(totals[by])}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section className="kpi">
        <h2>{t("inventory.quality")}</h2>
        <dl className="inventory-sum">
          <div>
            <dt>{t("inventory.estimated")}</dt>
            <dd>{share(totals.estimated)}</dd>
          </div>
          <div>
            <dt>{t("inventory.fallback")}</dt>
            <dd>{share(totals.fallback)}</dd>
          </div>
        </dl>
      </section>
      {ruleset.gases === null && (
        <section className="kpi">
          <h2>{t("inventory.beside")}</h2>
          <dl className="inventory-sum">
            <div>
              <dt>{t("inventory.scope3")}</dt>
              <dd>{shown(scope3)}</dd>
            </div>
            <div>
              <dt>{t("inventory.biogenic")}</dt>
              <dd>{shown(totals.biogenic)}</dd>
            </div>
            <div>
              <dt>{t("inventory.sinks")}</dt>
              <dd>{shown(totals.sinks)}</dd>
            </div>
          </dl>
        </section>
      )}
    </div>
  );
}

/** The figure that is opened, as the address says, and the way back to where it was clicked. */
function useTerms(view: View, basis: Basis) {
  const figure = view.explain === null ? null : figureOf(view.explain, basis);
  const [shown, setShown] = useState(figure);
  const opener = useRef<HTMLElement | null>(null);
  const { set } = view;
  const ask = (wanted: Part, element: HTMLElement) => {
    opener.current = element;
    const next = textOf({ ...wanted, basis: wanted.basis ?? basis });
    setShown(figureOf(next, basis));
    set({ explain: next, term: null });
  };
  const closed = () => {
    setShown(null);
    if (opener.current?.isConnected) opener.current.focus();
  };
  // While it slides away the address has nothing more of it.
  return {
    figure: figure ?? shown,
    isOpen: figure !== null,
    ask,
    close: () => set({ explain: null, term: null }),
    closed,
  };
}

const BASES: Basis[] = ["location", "market"];

/** `basis:by:key`, as the address holds it. */
const textOf = (part: Part): string => [part.basis, part.by ?? "", part.key ?? ""].join(":");

function figureOf(text: string, basis: Basis): Figure {
  const [first = "", by = "", ...key] = text.split(":");
  return {
    basis: BASES.find(found => found === first) ?? basis,
    ...(by && { by: by as Dimension }),
    ...(key.join(":") && { key: key.join(":") }),
  };
}
