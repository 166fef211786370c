import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getPoint, getSeries, type MeterDevice, type MeterPoint, type PointLife } from "../../api/meters";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { useAsk } from "../explain/context";
import { HOUR_MS, QUARTER_MS } from "../meters/spans";
import { LadderCard } from "./ladder/LadderCard";
import { sinceOf, useLadder } from "./ladder/useLadder";

interface Props {
  device: MeterDevice;
  points: MeterPoint[];
  onBack: () => void;
}

const REFETCH_MS = 3_000;

/** Whether a point has amounts: registers, interval meters, integrated gauges and computed points. */
const hasAmounts = (point: MeterPoint): boolean => point.kind !== "gauge" || point.integrated;

/** The first energy that a reading was settled into, or how far it is from that. */
export function ConfirmStep({ device, points, onBack }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const { ladder, error, retry } = useLadder(park.code, device.code);
  const amounts = points.filter(hasAmounts);
  return (
    <>
      <div className="connect-source">
        <div className="connect-source-main">
          {amounts.map(point => (
            <FirstEnergy key={point.code} point={point} device={device} format={format} />
          ))}
          {amounts.length === 0 && <p className="card">{t("connect.confirm.no_amounts")}</p>}
        </div>
        <LadderCard ladder={ladder} error={error} onRetry={retry} format={format} />
      </div>
      <p className="wizard-buttons connect-buttons">
        <button type="button" className="button" onClick={onBack} data-testid="connect-back">
          {t("wizard.back")}
        </button>
        <Link className="button" to={`/p/${park.code}/connect`} data-testid="connect-another">
          {t("connect.confirm.another")}
        </Link>
      </p>
    </>
  );
}

interface FirstProps {
  point: MeterPoint;
  device: MeterDevice;
  format: Format;
}

/** One point: what was settled first since the connection was tried, and where that leads. */
function FirstEnergy({ point, device, format }: FirstProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const since = sinceOf(park.code, device.code);
  const life = useQuery({
    queryKey: ["point", park.code, point.code],
    queryFn: () => getPoint(park.code, point.code),
  });
  const series = useQuery({
    queryKey: ["first-energy", park.code, point.code],
    queryFn: () => getSeries(park.code, point.code, since - 2 * HOUR_MS, Date.now() + QUARTER_MS, "quarter"),
    refetchInterval: query => (query.state.data?.amounts.some(isSettled) ? false : REFETCH_MS),
  });
  const settled = series.data?.amounts.filter(isSettled) ?? [];
  const first = settled.find(item => item.amount_base > 0) ?? settled[0];
  const failed = series.error ?? life.error;
  return (
    <section className="card connect-first" aria-label={format.name(point)} data-testid="first-energy">
      <h3>
        <Link to={`/p/${park.code}/meters/${point.code}`}>{format.name(point)}</Link>
      </h3>
      {failed && <Problem error={failed} onRetry={() => void series.refetch()} />}
      {!first && !failed && <p className="connect-wait">{t("connect.confirm.wait")}</p>}
      {first && life.data && (
        <>
          <p
            className="connect-amount"
            data-testid="first-amount"
            data-base={first.amount_base}
            role="status"
          >
            <strong>{format.plain(first.amount_base / life.data.base_per_unit)}</strong>{" "}
            <span className="unit">{point.unit}</span>
          </p>
          <p>
            {t("connect.confirm.settled", {
              from: format.moment(first.start),
              to: format.minute(first.start + QUARTER_MS),
              share: format.percent(first.covered_s / 900, 0),
            })}
          </p>
          <Next life={life.data} start={first.start} amount={first.amount_base} />
        </>
      )}
    </section>
  );
}

const isSettled = (amount: { covered_s: number; intervals: number }) =>
  amount.intervals > 0 && amount.covered_s > 0;

/** What to do with it now. */
function Next({ life, start, amount }: { life: PointLife; start: number; amount: number }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const ask = useAsk();
  const to = `/p/${park.code}`;
  const isCounted = life.uses.length > 0 || life.point.parent !== null;
  return (
    <>
      <p className="connect-next">
        <Link className="button primary" to={`${to}/meters/${life.point.code}`} data-testid="to-point">
          {t("connect.confirm.to_point")}
        </Link>
        {ask && isCounted && (
          <button
            type="button"
            className="button"
            onClick={event =>
              ask({ query: { figure: "interval", start }, clicked: amount }, event.currentTarget)
            }
            data-testid="first-explain"
          >
            {t("connect.confirm.explain")}
          </button>
        )}
      </p>
      <h4>{t("connect.confirm.next")}</h4>
      <ul className="connect-todo">
        {!isCounted && <li>{t("connect.confirm.uncounted")}</li>}
        {life.point.parent && (
          <li>
            {t("connect.confirm.parent")}{" "}
            <Link to={`${to}/meters/${life.point.parent}/remainder`}>{life.point.parent}</Link>
          </li>
        )}
        <li>
          {t("connect.confirm.health")} <Link to={`${to}/health`}>{t("app.health")}</Link>
        </li>
        <li>
          {t("connect.confirm.bill")} <Link to={`${to}/activity`}>{t("app.activity")}</Link>
        </li>
      </ul>
    </>
  );
}
