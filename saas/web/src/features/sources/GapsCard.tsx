import { useTranslation } from "react-i18next";
import type { UncoveredPoint } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";
import { Scroll } from "../meter-health/Scroll";

interface Props {
  points: UncoveredPoint[];
  canWrite: boolean;
  onAdd: (point: string) => void;
  format: Format;
}

/** Points that measure or report an activity which no source counts. */
export function GapsCard({ points, canWrite, onAdd, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    <Card title={t("emissions.gaps")} summary={t("emissions.gaps_count", { count: points.length })}>
      {points.length === 0 ? (
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
    </Card>
  );
}
