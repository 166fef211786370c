import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getSourceGaps } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";

interface Props {
  canWrite: boolean;
  onAdd: (point: string) => void;
  format: Format;
}

/** Points that measure or report an activity which no source counts. */
export function GapsCard({ canWrite, onAdd, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const pages = usePages("gaps", "code");
  const query = useQuery({
    queryKey: ["source-gaps", park.code, pages.cursor],
    queryFn: () => getSourceGaps(park.code, queryBehind(pages)),
    placeholderData: former => former,
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return null;
  const { points, total, cursor } = query.data;
  return (
    <Card title={t("emissions.gaps")} summary={t("emissions.gaps_count", { count: total })}>
      {total === 0 ? (
        <p className="note">{t("emissions.gaps_none")}</p>
      ) : (
        <Scroll label={t("emissions.gaps")}>
          <table className="table" data-testid="source-gaps">
            <thead>
              <tr>
                <th scope="col">{t("emissions.point")}</th>
                <th scope="col">{t("emissions.carrier")}</th>
                <th scope="col">{t("emissions.unit")}</th>
                {canWrite && (
                  <th scope="col">
                    <span className="sr-only">{t("emissions.add")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {points.map(point => (
                <tr key={point.point} data-point={point.point}>
                  <th scope="row">
                    {format.name(point)}
                    <p className="note">{point.point}</p>
                  </th>
                  <td>{label("carrier", point.carrier)}</td>
                  <td>{point.unit}</td>
                  {canWrite && (
                    <td>
                      <button type="button" className="button" onClick={() => onAdd(point.point)}>
                        {t("emissions.add")}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <Pager pages={pages} next={cursor} rows={points.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}
