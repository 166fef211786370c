import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { getSystem, type ParkArrivals, type SystemState } from "../../api/system";
import { type Format, useFormat } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { AdminFrame } from "../parks/AdminFrame";

const EVERY_MS = 5000;
// Meters of a park that is connected tell something at least so often.
const QUIET_MS = 5 * 60_000;
// Live readings are settled within seconds; work that waits longer than this is behind.
const BEHIND_S = 120;

/** How the platform stands: what comes in, what waits, what is stored, and which versions run. */
export function Component() {
  const { t } = useTranslation();
  return (
    <AdminFrame title={t("system.title")}>
      <System />
    </AdminFrame>
  );
}

function System() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ["system"],
    queryFn: getSystem,
    refetchInterval: EVERY_MS,
  });
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="card skeleton meters-skeleton" aria-busy="true" />;
  return (
    <>
      <header className="page-head">
        <p className="page-sub" data-testid="system-at" data-at={data.at}>
          {t("system.lead", { time: format.dateTime(data.at) })}
        </p>
      </header>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      <div className="stack">
        <Now system={data} format={format} />
        <Parks system={data} format={format} />
        <Jobs system={data} format={format} />
        <Storage system={data} format={format} />
        <Versions system={data} />
      </div>
    </>
  );
}

interface Props {
  system: SystemState;
  format: Format;
}

function Now({ system, format }: Props) {
  const { t } = useTranslation();
  const minute = system.parks.reduce((sum, park) => sum + park.readings_1min, 0);
  const isBehind = system.settle_age_s > BEHIND_S;
  return (
    <Card title={t("system.now")} summary={t(isBehind ? "system.behind" : "system.in_time")}>
      <dl className="facts">
        <dt>{t("system.readings")}</dt>
        <dd data-testid="system-readings" data-value={minute}>
          {t("system.a_minute", { number: format.number(minute) })}
        </dd>
        <dt>{t("system.unsettled")}</dt>
        <dd data-testid="system-unsettled" data-behind={isBehind}>
          {t("system.spans", {
            number: format.number(system.unsettled),
            age: seconds(format, system.settle_age_s),
          })}
        </dd>
        <dt>{t("system.job_wait")}</dt>
        <dd>{seconds(format, system.job_wait_s)}</dd>
        <dt>{t("system.cache")}</dt>
        <dd data-testid="system-cache">
          {system.cache
            ? t("system.cache_answers", {
                ms: format.number(system.cache.answer_ms, 1),
                size: format.bytes(system.cache.memory_bytes),
              })
            : t("system.cache_silent")}
        </dd>
      </dl>
    </Card>
  );
}

function Parks({ system, format }: Props) {
  const { t } = useTranslation();
  return (
    <Card title={t("system.parks")} summary={t("system.parks_sub")}>
      <div className="parks-scroll">
        <table className="table" data-testid="system-parks">
          <thead>
            <tr>
              <th scope="col">{t("app.park")}</th>
              <th scope="col">{t("system.state")}</th>
              <th scope="col" className="right">
                {t("system.last_minute")}
              </th>
              <th scope="col" className="right">
                {t("system.last_5_minutes")}
              </th>
              <th scope="col">{t("system.newest")}</th>
              <th scope="col" className="right">
                {t("system.unsettled")}
              </th>
              <th scope="col" className="right">
                {t("system.settle_age")}
              </th>
            </tr>
          </thead>
          <tbody>
            {system.parks.map(park => (
              <ParkRow key={park.park} park={park} at={system.at} format={format} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function ParkRow({ park, at, format }: { park: ParkArrivals; at: number; format: Format }) {
  const { t } = useTranslation();
  const isQuiet = park.newest_at === null || at - park.newest_at > QUIET_MS;
  return (
    <tr data-park={park.park} data-quiet={isQuiet}>
      <th scope="row">
        {format.name(park)} <span className="term-sub">{park.park}</span>
      </th>
      <td>
        <span className={isQuiet ? "chip" : "chip chip-good"}>
          {t(isQuiet ? "system.quiet" : "system.receiving")}
        </span>
      </td>
      <td className="right">{format.number(park.readings_1min)}</td>
      <td className="right">{format.number(park.readings_5min)}</td>
      <td>{park.newest_at === null ? "–" : format.dateTime(park.newest_at)}</td>
      <td className="right">{format.number(park.unsettled)}</td>
      <td className="right">{seconds(format, park.settle_age_s)}</td>
    </tr>
  );
}

function Jobs({ system, format }: Props) {
  const { t } = useTranslation();
  return (
    <Card title={t("system.jobs")} summary={t("system.jobs_sub")}>
      {system.jobs.length === 0 ? (
        <p className="note">{t("system.no_jobs")}</p>
      ) : (
        <table className="table" data-testid="system-jobs">
          <thead>
            <tr>
              <th scope="col">{t("system.kind")}</th>
              <th scope="col">{t("system.state")}</th>
              <th scope="col" className="right">
                {t("system.number")}
              </th>
            </tr>
          </thead>
          <tbody>
            {system.jobs.map(job => (
              <tr key={`${job.kind} ${job.state}`}>
                <th scope="row">
                  <code>{job.kind}</code>
                </th>
                <td>
                  <span className={job.state === "failed" || job.state === "dead" ? "chip chip-bad" : "chip"}>
                    {t(`system.job_${job.state}`)}
                  </span>
                </td>
                <td className="right">{format.number(job.number)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Storage({ system, format }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      title={t("system.storage")}
      summary={t("system.storage_sub", { size: format.bytes(system.database_bytes) })}
    >
      <table className="table" data-testid="system-storage">
        <thead>
          <tr>
            <th scope="col">{t("system.table")}</th>
            <th scope="col" className="right">
              {t("system.size")}
            </th>
            <th scope="col" className="right">
              {t("system.chunks")}
            </th>
          </tr>
        </thead>
        <tbody>
          {system.tables.map(table => (
            <tr key={table.name}>
              <th scope="row">
                <code>{table.name}</code>
              </th>
              <td className="right">{format.bytes(table.size_bytes)}</td>
              <td className="right">{table.chunks ? format.number(table.chunks) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Versions({ system }: { system: SystemState }) {
  const { t } = useTranslation();
  const { versions, cache } = system;
  const rows = [
    ["ParkCarbon", versions.parkcarbon],
    ["Python", versions.python],
    ["PostgreSQL", versions.postgresql],
    ["TimescaleDB", versions.timescaledb],
    [t("system.schema"), versions.schema_version],
    [t("system.cache"), cache?.version ?? "–"],
  ] as const;
  return (
    <Card title={t("system.versions")}>
      <dl className="facts">
        {rows.map(([name, version]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{version}</dd>
          </Fragment>
        ))}
      </dl>
    </Card>
  );
}

const seconds = (format: Format, value: number) => `${format.number(value)} s`;
