import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { getPoint } from "../../api/meters";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Facts } from "./Facts";
import { IntervalCard } from "./IntervalCard";
import { LatestReadings } from "./LatestReadings";
import { Relations } from "./Relations";
import { Rules } from "./Rules";
import { StateChip } from "./StateChip";
import { Timeline } from "./Timeline";
import "../../styles/meters.css";

// Of few points.
const PointReports = lazy(async () => ({ default: (await import("./PointReports")).PointReports }));
const Conversions = lazy(async () => ({ default: (await import("./Conversions")).Conversions }));

export function usePoint(park: string, point: string) {
  return useQuery({ queryKey: ["point", park, point], queryFn: () => getPoint(park, point) });
}

/** One point: what it used, what was done to it, what it is made of and what counts it. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { point = "" } = useParams();
  const format = useFormat(park.timezone);
  const query = usePoint(park.code, point);
  const life = query.data;
  const canWrite = role !== "verifier";
  const base = `/p/${park.code}/meters`;
  return (
    <div className="page">
      <TopSlot>
        <h1>{life ? format.name(life.point) : point}</h1>
        {life && <StateChip state={life.point.state} />}
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={base}>{t("meters.title")}</Link>
          {life?.device && <span>{format.name(life.device)}</span>}
          <code>{point}</code>
        </nav>
        {life && canWrite && life.point.kind !== "virtual" && (
          <div className="card-actions">
            {life.point.kind !== "gauge" && (
              <Link className="button" to={`${base}/${point}/correct`} data-testid="correct-open">
                {t("meter.correct")}
              </Link>
            )}
            <Link className="button primary" to={`${base}/${point}/event`} data-testid="event-open">
              {t("meter.record")}
            </Link>
          </div>
        )}
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {life && (
        <div className="meter-grid">
          <div className="meter-main">
            <IntervalCard life={life} format={format} canSelect={canWrite && life.point.kind !== "virtual"} />
            <Late>
              <Conversions life={life} format={format} />
            </Late>
            <Timeline life={life} format={format} canWrite={canWrite} />
            {life.point.kind !== "virtual" && <LatestReadings life={life} format={format} />}
            {typeof life.formula?.record === "string" && (
              <Late>
                <PointReports life={life} format={format} />
              </Late>
            )}
          </div>
          <aside className="meter-side">
            <Facts life={life} format={format} />
            <Relations life={life} format={format} />
            <Rules life={life} format={format} />
          </aside>
        </div>
      )}
    </div>
  );
}
