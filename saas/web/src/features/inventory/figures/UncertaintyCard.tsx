import { useTranslation } from "react-i18next";
import type { Cause, Uncertainty } from "../../../api/figures";
import type { Format } from "../../../lib/format";
import { useTable } from "../../../lib/useTable";
import { ChartCard } from "../../../ui/ChartCard";
import { Scroll } from "../../meter-health/Scroll";
import { Histogram } from "./Histogram";
import { massText } from "./words";

interface Props {
  known: Uncertainty;
  names: ReadonlyMap<string, string>;
  /** ms */
  computed: number;
  format: Format;
}

/** The 95 % interval of a total by both approaches, what contributes to it, and what nobody knows. */
export function UncertaintyCard({ known, names, computed, format }: Props) {
  const { t } = useTranslation();
  const [isTable, toggleTable] = useTable("uncertainty");
  const { approach_1: first, approach_2: second } = known;
  const isPartial = known.covered_share < 0.9995;
  const summary =
    first === null
      ? t("figures.nothing_known")
      : t(isPartial ? "figures.interval_at_least" : "figures.interval", {
          half: massText(first.half_width_mg, format),
          share: first.relative === null ? "" : format.percent(first.relative),
        });
  return (
    <ChartCard
      title={t("figures.uncertainty")}
      summary={summary}
      className="figures-uncertainty"
      isEmpty={!first}
      isTable={isTable}
      onToggle={toggleTable}
      testId="uncertainty-toggle"
      source="model"
      computed={computed}
      format={format}
    >
      <div data-picture={isTable ? undefined : ""}>
        {first && second && (
          <div className="figures-approaches">
            <Approach
              title={t("figures.approach_1")}
              hint={t("figures.approach_1_hint")}
              from={massText(first.lower_mg, format)}
              to={massText(first.upper_mg, format)}
            />
            <Approach
              title={t("figures.approach_2")}
              hint={t("figures.approach_2_hint", { draws: format.number(second.draws) })}
              from={massText(second.lower_mg, format)}
              to={massText(second.upper_mg, format)}
            >
              <Histogram draws={second} format={format} />
            </Approach>
          </div>
        )}
        <p className="note figures-covered">
          {t("figures.covered", { share: format.percent(known.covered_share) })}
        </p>
        {known.contributors.length > 0 && <h3>{t("figures.contributors")}</h3>}
        {isTable ? (
          <CauseTable causes={known.contributors} format={format} />
        ) : (
          <ul className="figures-bars">
            {known.contributors
              .filter(cause => (cause.share ?? 0) >= 0.0005)
              .map(cause => (
                <li key={cause.key}>
                  <span>
                    {t(`figures.kind_${cause.kind as "meter"}`)} <code>{cause.subject}</code>
                  </span>
                  <span className="figures-bar" aria-hidden="true">
                    <i style={{ width: `${(cause.share ?? 0) * 100}%` }} />
                  </span>
                  <span className="right">{format.percent(cause.share ?? 0)}</span>
                </li>
              ))}
          </ul>
        )}
      </div>
      <Unknown causes={known.unknown} total={known.total_mg} format={format} />
      <details className="figures-method">
        <summary>{t("figures.method")}</summary>
        <p>{t("figures.method_text")}</p>
        <p>
          {known.sources
            .slice(0, 5)
            .map(found => `${names.get(found.source) ?? found.source} ${format.percent(found.share)}`)
            .join(" · ")}
        </p>
      </details>
    </ChartCard>
  );
}

interface ApproachProps {
  title: string;
  hint: string;
  from: string;
  to: string;
  children?: React.ReactNode;
}

function Approach({ title, hint, from, to, children }: ApproachProps) {
  return (
    <section>
      <h3>{title}</h3>
      <p className="figures-interval">
        {from} – {to}
      </p>
      <p className="note">{hint}</p>
      {children}
    </section>
  );
}

function CauseTable({ causes, format }: { causes: Cause[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("figures.contributors")}>
      <table className="table" data-testid="uncertainty-table">
        <thead>
          <tr>
            <th scope="col">{t("figures.cause")}</th>
            <th scope="col">{t("figures.bounds")}</th>
            <th scope="col">{t("figures.distribution")}</th>
            <th scope="col" className="right">
              {t("figures.share_1")}
            </th>
            <th scope="col" className="right">
              {t("figures.share_2")}
            </th>
            <th scope="col" className="right">
              {t("figures.half_width")}
            </th>
            <th scope="col">{t("figures.citation")}</th>
          </tr>
        </thead>
        <tbody>
          {causes.map(cause => (
            <tr key={cause.key}>
              <th scope="row">
                {t(`figures.kind_${cause.kind as "meter"}`)} <code>{cause.subject}</code>
              </th>
              <td>
                {format.percent(cause.lower)} … +{format.percent(cause.upper)}
              </td>
              <td>{t(`figures.of_${cause.distribution as "normal"}`)}</td>
              <td className="right">{format.percent(cause.share ?? 0)}</td>
              <td className="right">{format.percent(cause.drawn_share ?? 0)}</td>
              <td className="right">± {massText(cause.half_width_mg ?? 0, format)}</td>
              <td>{cause.citation}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Unknown({ causes, total, format }: { causes: Cause[]; total: number; format: Format }) {
  const { t } = useTranslation();
  if (causes.length === 0) return null;
  return (
    <section className="figures-unknown" data-testid="uncertainty-unknown">
      <h3>{t("figures.unknown")}</h3>
      <ul>
        {causes.map(cause => (
          <li key={cause.key}>
            <span>
              {t(`figures.kind_${cause.kind as "meter"}`)} <code>{cause.subject}</code>
            </span>
            <span className="note">
              {massText(cause.amount_mg ?? 0, format)}
              {total ? ` · ${format.percent((cause.amount_mg ?? 0) / Math.abs(total))}` : ""}
            </span>
            <span className="note">{t(`figures.remedy_${cause.kind as "meter"}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
