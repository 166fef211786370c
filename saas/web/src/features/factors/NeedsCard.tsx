import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { FactorNeeds } from "../../api/factors";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { type Moving, Pager } from "../../ui/Pager";
import { Scroll } from "../meter-health/Scroll";
import { Marks } from "./Marks";
import { validText, valueText } from "./words";

interface Props {
  found: FactorNeeds;
  pages: Moving;
  /** They are still those of the page before. */
  isOld: boolean;
  format: Format;
}

/** What each source asks for today, and what answers; what nothing answers comes first. */
export function NeedsCard({ found, pages, isOld, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { needs, total, missing, fallback, cursor } = found;
  return (
    <Card
      title={t("factors.needs")}
      summary={t("factors.needs_summary", { sources: total, missing, fallback })}
    >
      <Scroll label={t("factors.needs")} isShort>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("explain.source")}</th>
              <th scope="col">{t("factors.factor")}</th>
              <th scope="col" className="right">
                {t("factors.value")}
              </th>
              <th scope="col">{t("factors.valid")}</th>
              <th scope="col">{t("factors.trust")}</th>
            </tr>
          </thead>
          <tbody>
            {needs.map(need => (
              <tr key={need.source} data-testid="factor-need">
                <td>
                  {format.name(need)}
                  <span className="term-sub">
                    <code>{need.source}</code>
                  </span>
                </td>
                <td>
                  <Link to={`/p/${park.code}/factors/${need.factor}`}>
                    <code>{need.factor}</code>
                  </Link>
                  <span className="term-sub">{need.version?.region ?? need.region}</span>
                </td>
                {need.version ? (
                  <>
                    <td className="right nowrap">{valueText(need.version, format)}</td>
                    <td className="nowrap">
                      {validText(t, need.version)}{" "}
                      {need.fallback && <span className="chip chip-warn">{t("factors.fallback")}</span>}
                    </td>
                    <td>
                      <Marks version={need.version} />
                    </td>
                  </>
                ) : (
                  <td colSpan={3}>
                    <span className="chip chip-bad">{t("factors.missing")}</span> {t("factors.missing_hint")}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pager pages={pages} next={cursor} rows={needs.length} isOld={isOld} />
    </Card>
  );
}
