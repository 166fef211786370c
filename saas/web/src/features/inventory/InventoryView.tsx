import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Lack, Question, Totals } from "../../api/inventory";
import { gasText } from "../../lib/gas";
import { Checklist } from "./Checklist";
import { AskPart, MassFigure, type Part } from "./MassFigure";
import { PartsCard } from "./PartsCard";
import type { View } from "./question";
import { type Context, tonnes } from "./words";

const TermsDrawer = lazy(() => import("./TermsDrawer"));

/** Where the terms of a figure are from: computed now, or an inventory that is kept. */
export type Asked = { question: Question } | { item: number };

interface Props {
  context: Context;
  totals: Totals;
  /** In every basis that the ruleset has. */
  all: Totals[];
  lacks: Lack[];
  view: View;
  asked: Asked;
  isPark: boolean;
  children?: ReactNode;
}

/** The figures of an inventory in one basis: totals, parts, checklist. */
export function InventoryView({ context, totals, all, lacks, view, asked, isPark, children }: Props) {
  const terms = useTerms();
  return (
    <AskPart.Provider value={terms.ask}>
      <Kpis totals={totals} all={all} context={context} isPark={isPark} />
      <div className="inventory-grid">
        <PartsCard totals={totals} all={all} context={context} view={view} isPark={isPark} />
        <Checklist lacks={lacks} context={context} />
        {children}
      </div>
      {terms.part && (
        <Suspense fallback={null}>
          <TermsDrawer
            asked={asked}
            basis={terms.part.basis ?? totals.basis}
            gas={totals.unit_gas}
            part={terms.part}
            context={context}
            isOpen={terms.isOpen}
            onClose={terms.close}
            onClosed={terms.closed}
          />
        </Suspense>
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

/** The figure that is opened, and the way back to where it was clicked. */
function useTerms() {
  const [part, setPart] = useState<Part | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const ask = useCallback((wanted: Part, element: HTMLElement) => {
    opener.current = element;
    setPart(wanted);
    setOpen(true);
  }, []);
  const closed = useCallback(() => {
    setPart(null);
    if (opener.current?.isConnected) opener.current.focus();
  }, []);
  return { part, isOpen, ask, close: () => setOpen(false), closed };
}
