import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getDemand } from "../../api/calls";
import type { Demand, DemandNow } from "../../api/types";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { BY_CLOCK_MS } from "../live/useSettled";

interface Props {
  park: string;
  month: string;
  enterprise: string | undefined;
  format: Format;
}

/** The month's highest power against the contract, when it was, and the quarter hour that runs. */
export function DemandCard({ park, month, enterprise, format }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["demand", park, month, enterprise ?? null],
    queryFn: () => getDemand(park, month, enterprise),
    refetchInterval: BY_CLOCK_MS,
  });
  return (
    <Card
      title={t("costs.demand")}
      className="cost-demand"
      summary={data?.demand && <Rule demand={data.demand} />}
    >
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className="skeleton cost-card-skeleton" />
      ) : data.demand?.measured_kw ? (
        <Measured
          found={data}
          demand={data.demand}
          measured={Number(data.demand.measured_kw)}
          format={format}
        />
      ) : (
        <p className="note">{t("costs.no_demand")}</p>
      )}
    </Card>
  );
}

function Rule({ demand }: { demand: Demand }) {
  const { t } = useTranslation();
  return <>{t(`costs.demand_mode.${demand.mode}`)}</>;
}

interface MeasuredProps {
  found: DemandNow;
  demand: Demand;
  measured: number;
  format: Format;
}

function Measured({ found, demand, measured, format }: MeasuredProps) {
  const { t } = useTranslation();
  const contract = demand.contract_kw === null ? null : Number(demand.contract_kw);
  const share = contract ? measured / contract : null;
  const isOver = contract !== null && measured > contract * Number(demand.above);
  return (
    <>
      <p className="cost-value">
        <strong className={isOver ? "is-over" : ""} data-demand={demand.measured_kw}>
          {format.number(measured)}
        </strong>{" "}
        <span className="unit">kW</span>
        {!found.whole && <span className="chip">{t("costs.so_far")}</span>}
        {isOver && <span className="chip chip-bad">{t("costs.over")}</span>}
      </p>
      {contract !== null && share !== null && (
        <>
          <meter
            className={isOver ? "gauge gauge-over" : "gauge"}
            min={0}
            max={Math.max(contract * 1.2, measured)}
            value={measured}
            aria-label={t("costs.demand")}
          />
          <p className="note">
            {t("costs.of_contract", {
              share: format.percent(share),
              contract: `${format.number(contract)} kW`,
              threshold: `${format.number(contract * Number(demand.above))} kW`,
            })}
          </p>
        </>
      )}
      <ul className="feeds">
        {demand.feeds.map(feed => (
          <li key={feed.point ?? "all"}>
            <span>
              {feed.name_zh && feed.name_en
                ? format.name({ name_zh: feed.name_zh, name_en: feed.name_en })
                : t("costs.all_feeds")}
            </span>
            <span className="nowrap">
              {format.number(Number(feed.kw))} kW · {format.moment(feed.start)}
              {feed.estimated && <span className="chip chip-hatch">{t("live.estimated_span")}</span>}
            </span>
          </li>
        ))}
      </ul>
      {demand.separate && <p className="note">{t("costs.feeds_separate")}</p>}
      {found.current?.mean_kw && <Current current={found.current} format={format} />}
    </>
  );
}

function Current({ current, format }: { current: NonNullable<DemandNow["current"]>; format: Format }) {
  const { t } = useTranslation();
  const allowed = current.allowed_kw === null ? null : Number(current.allowed_kw);
  return (
    <p className="note cost-current">
      {t("costs.current", {
        time: format.minute(current.start),
        mean: `${format.number(Number(current.mean_kw))} kW`,
      })}{" "}
      {allowed !== null &&
        (allowed > 0
          ? t("costs.allowed", { power: `${format.number(allowed)} kW` })
          : t("costs.allowed_none"))}
    </p>
  );
}
