import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PathwayResult, PlanElasticities } from "../../api/planning";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { kt } from "./words";

interface Props {
  given: PlanElasticities;
  result: PathwayResult;
  names: readonly string[];
  format: Format;
}

/** What elasticities say beside the account, and which analysis they are of. */
export function Beside({ given, result, names, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const separator = t("planning.separator");
  const told = given.names
    .map((name, i) => `${t(`planning.elastic_driver.${name}`)} ${format.number(given.mean[i] ?? 0, 3)}`)
    .join(separator);
  const fit = given.fit;
  const year = result.years.at(-1);
  return (
    <Card title={t("planning.elastic")} summary={t("planning.elastic_note")}>
      <ul className="note" data-testid="beside-words">
        {result.paths.map((path, i) => (
          <li key={path.scenario}>
            {t("planning.elastic_words", {
              name: names[i],
              year,
              elastic: format.number(kt(path.elastic?.[2]?.at(-1) ?? 0), 1),
              account: format.number(kt(path.bands[2]?.at(-1) ?? 0), 1),
            })}
          </li>
        ))}
      </ul>
      <p className="note">
        {fit
          ? t("planning.elastic_of", {
              run: fit.run,
              title: fit.title,
              observations: fit.observations,
              first: fit.first,
              last: fit.last,
              told,
            })
          : t("planning.elastic_entered", { told })}{" "}
        {fit &&
          (fit.held ?? []).length > 0 &&
          t("planning.elastic_held", { names: fit.held?.join(separator) })}{" "}
        {fit && (
          <Link to={`/p/${park.code}/drivers?kind=stirpat&run=${fit.run}`} data-testid="beside-run">
            SHA-256 {fit.results_sha256.slice(0, 12)}
          </Link>
        )}
      </p>
    </Card>
  );
}
