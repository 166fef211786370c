import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getMeters, type MeterDevice, type MeterPoint } from "../../api/meters";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { StepButtons } from "./StepButtons";

interface Props {
  device: MeterDevice;
  points: MeterPoint[];
  onBack: () => void;
}

const REFETCH_MS = 2_000;

/** Whether readings come, point by point. */
export function ConfirmStep({ device, points, onBack }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const query = useQuery({
    queryKey: ["meters", park.code],
    queryFn: () => getMeters(park.code),
    refetchInterval: REFETCH_MS,
  });
  const now = query.data?.points.filter(point => point.device === device.code) ?? points;
  return (
    <>
      {query.error && <Problem error={query.error} />}
      <div className="card">
        <table className="table" data-testid="connect-readings">
          <thead>
            <tr>
              <th scope="col">{t("meters.point")}</th>
              <th scope="col" className="right">
                {t("meters.last")}
              </th>
              <th scope="col">{t("live.time")}</th>
            </tr>
          </thead>
          <tbody>
            {now.map(point => (
              <tr key={point.code} data-point={point.code} data-heard={point.last !== null}>
                <th scope="row">
                  <Link to={`/p/${park.code}/meters/${point.code}`}>{format.name(point)}</Link>
                </th>
                <td className="right">
                  {point.last?.value ?? t("meters.never")} <span className="unit">{point.unit}</span>
                </td>
                <td className="nowrap">{point.last && format.dateTime(point.last.time)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <StepButtons onBack={onBack} next={t("connect.refresh")} onNext={() => void query.refetch()} />
    </>
  );
}
