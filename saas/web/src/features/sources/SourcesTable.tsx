import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { EmissionSource } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Scroll } from "../meter-health/Scroll";
import { grouped, recentText, word } from "./words";

interface Props {
  sources: readonly EmissionSource[];
  /** On all pages. */
  total: number;
  chosen: string | null;
  onChoose: (code: string | null) => void;
  format: Format;
}

/** Every source by category, with what it has emitted and whether it is complete. */
export function SourcesTable({ sources, total, chosen, onChoose, format }: Props) {
  const { t } = useTranslation();
  return (
    <Card title={t("emissions.all")} summary={t("emissions.count", { count: total })}>
      <Scroll label={t("emissions.all")}>
        <table className="table" data-testid="sources-table">
          <thead>
            <tr>
              <th scope="col">{t("explain.source")}</th>
              <th scope="col">{t("emissions.scope")}</th>
              <th scope="col">{t("emissions.gas")}</th>
              <th scope="col">{t("explain.factor")}</th>
              <th scope="col">{t("emissions.activity_state")}</th>
              <th scope="col" className="right">
                {t("emissions.recent")}
              </th>
            </tr>
          </thead>
          <tbody>
            {grouped(sources).map(([category, found]) => (
              <Fragment key={category}>
                <tr className="group-row">
                  <th scope="rowgroup" colSpan={6}>
                    {word(t, "category", category)}
                  </th>
                </tr>
                {found.map(source => (
                  <Row
                    key={source.code}
                    source={source}
                    isChosen={source.code === chosen}
                    onChoose={() => onChoose(source.code === chosen ? null : source.code)}
                    format={format}
                  />
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

interface RowProps {
  source: EmissionSource;
  isChosen: boolean;
  onChoose: () => void;
  format: Format;
}

function Row({ source, isChosen, onChoose, format }: RowProps) {
  const { t } = useTranslation();
  const marks = [
    source.biogenic && t("emissions.biogenic"),
    source.sink && t("emissions.sink"),
    source.internal_transfer && t("explain.transfer"),
  ].filter(Boolean);
  return (
    <tr className={isChosen ? "is-chosen" : undefined} data-source={source.code}>
      <th scope="row">
        <button type="button" className="row-toggle" aria-expanded={isChosen} onClick={onChoose}>
          {format.name(source)}
        </button>
        {marks.length > 0 && <p className="note">{marks.join(" · ")}</p>}
      </th>
      <td>{source.scope3_category ? `3.${source.scope3_category}` : source.scope}</td>
      <td>{source.gas}</td>
      <td>
        {source.factor
          ? format.name({ name_zh: source.factor.name_zh, name_en: source.factor.name_en }) ||
            source.factor_name
          : t("emissions.no_factor")}
        {source.fallback && <p className="note">{t("explain.fallback")}</p>}
      </td>
      <td>
        {word(t, "state", source.state)}
        {source.state === "incomplete" && <p className="note">{format.percent(source.coverage)}</p>}
        {source.findings.map(finding => (
          <p className="note" key={finding.code}>
            {word(t, "problem", finding.code)}
          </p>
        ))}
      </td>
      <td className="right">
        {recentText(source, format)}
        {(source.recent?.provisional_hours ?? 0) > 0 && <p className="note">{t("explain.provisional")}</p>}
      </td>
    </tr>
  );
}
