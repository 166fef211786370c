import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Explanation, Term } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { TermDetail } from "./TermDetail";
import { showFactor, showQuantity } from "./units";

interface Props {
  explanation: Explanation;
  format: Format;
  unit: string;
}

const keyOf = (term: Term) => `${term.source}/${term.scene}/${term.deduction}`;

/** Every term with activity, factor, quality and result; the last row is their sum. */
export function TermTable({ explanation, format, unit }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(null);
  const { terms } = explanation;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="terms-scroll" tabIndex={0} aria-label={t("explain.terms")}>
      <table className="table terms">
        <caption>
          {t("explain.terms")} <span className="note">{terms.length === 0 && t("explain.no_terms")}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("explain.source")}</th>
            <th scope="col" className="right">
              {t("explain.quantity")}
            </th>
            <th scope="col">{t("explain.factor")}</th>
            <th scope="col">{t("explain.quality")}</th>
            <th scope="col" className="right">
              {t("explain.value")} <span className="unit">{unit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {terms.map(term => {
            const key = keyOf(term);
            const isOpen = open === key;
            return (
              <Fragment key={key}>
                <TermRow
                  term={term}
                  isLive={explanation.unit === "g/h"}
                  isOpen={isOpen}
                  onToggle={() => setOpen(isOpen ? null : key)}
                  format={format}
                />
                {isOpen && (
                  <tr className="term-detail">
                    <td colSpan={5}>
                      <TermDetail term={term} explanation={explanation} format={format} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t("explain.total")}
            </th>
            <td className="right" data-explain-total={explanation.value}>
              {format.tonnes(explanation.value, 3)}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

interface RowProps {
  term: Term;
  isLive: boolean;
  isOpen: boolean;
  onToggle: () => void;
  format: Format;
}

function TermRow({ term, isLive, isOpen, onToggle, format }: RowProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { factor } = term;
  return (
    <tr data-term={term.value} className={term.deduction ? "is-deduction" : ""}>
      <th scope="row">
        <div className="term-name">
          <button
            type="button"
            className="expand"
            aria-expanded={isOpen}
            aria-label={t("explain.expand", { name: format.name(term) })}
            onClick={onToggle}
            data-testid="term-expand"
          >
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d="M4 2.5 8 6l-4 3.5" />
            </svg>
          </button>
          <span>
            {format.name(term)}
            <span className="term-sub">
              {term.enterprise === null && `${t("live.unallocated")} · `}
              {label("scene", term.scene)} · {t("explain.scope", { scope: term.scope })}
            </span>
            {term.deduction && <span className="chip">{t("explain.deduction")}</span>}
            {term.internal_transfer && !term.deduction && (
              <span className="chip">{t("explain.transfer")}</span>
            )}
          </span>
        </div>
      </th>
      <td className="right">
        {showQuantity(term.quantity, isLive ? `${term.quantity_unit}/h` : term.quantity_unit, format)}
        {term.share !== 1 && (
          <span className="term-sub">{t("explain.share_of", { share: format.percent(term.share, 0) })}</span>
        )}
      </td>
      <td>
        <span className="nowrap">
          {showFactor(factor.value, format)} <span className="unit">{factor.unit}</span>
        </span>
        <span className="term-sub">
          <code>{factor.factor}</code> <span className="chip">{factor.version}</span>{" "}
          {factor.fallback && (
            <span className="chip chip-warn" title={t("live.fallback_hint")}>
              {t("explain.fallback")}
            </span>
          )}
        </span>
      </td>
      <td>
        <span className={term.quality === "estimated" ? "chip chip-hatch" : "chip chip-good"}>
          {term.quality !== "estimated"
            ? t(`explain.${term.quality}`)
            : t("explain.estimated", { share: format.percent(term.estimated_share, 0) })}
        </span>
      </td>
      <td className="right strong">{format.tonnes(term.value, 3)}</td>
    </tr>
  );
}
