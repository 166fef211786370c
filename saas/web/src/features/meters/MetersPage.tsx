import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getBalances } from "../../api/calls";
import { getMeters, type Meters } from "../../api/meters";
import type { Balance } from "../../api/types";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { useTyped } from "../../lib/useTyped";
import { Empty } from "../../ui/Empty";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { type Asked, askedOf, countOf, matching, parametersOf, SHOWS } from "./filters";
import { MetersTable } from "./MetersTable";
import { rangeOf } from "./spans";
import "../../styles/meters.css";
import "../../styles/computed.css";

const ImportDrawer = lazy(() => import("./ImportDrawer"));
const REFETCH_MS = 30_000;

/** Every meter of the park or of one's enterprise: does it speak, what does it say, what is open. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const [parameters] = useSearchParams();
  const [isImporting, setImporting] = useState(parameters.has("import"));
  const query = useQuery({
    queryKey: ["meters", park.code],
    queryFn: () => getMeters(park.code),
    refetchInterval: REFETCH_MS,
  });
  const canWrite = role !== "verifier";
  const actions = canWrite && (
    <div className="actions">
      <button type="button" className="button" onClick={() => setImporting(true)} data-testid="import-open">
        {t("meters.import")}
      </button>
      <Link className="button primary" to={`/p/${park.code}/connect`} data-testid="connect-open">
        {t("app.connect")}
      </Link>
    </div>
  );
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("meters.title")}</h1>
      </TopSlot>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {query.data?.points.length === 0 && (
        <Empty title={t("meters.empty")} hint={t("meters.empty_hint")} action={actions} />
      )}
      {query.data && query.data.points.length > 0 && <Found meters={query.data} action={actions} />}
      {isImporting && (
        <Late>
          <ImportDrawer park={park.code} onClosed={() => setImporting(false)} />
        </Late>
      )}
    </div>
  );
}

function Found({ meters, action }: { meters: Meters; action: React.ReactNode }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const asked = askedOf(parameters);
  const devices = useMemo(() => new Map(meters.devices.map(item => [item.code, item])), [meters.devices]);
  const points = matching(meters.points, devices, asked);
  const balances = useYesterday(park.code, park.timezone);
  const ask = (change: Partial<Asked>) =>
    setParameters(parametersOf({ ...asked, ...change }), { replace: true });
  return (
    <>
      <header className="page-head">
        <p className="page-sub">
          {t("meters.lead", { devices: meters.devices.length, points: meters.points.length })}
        </p>
        {action}
      </header>
      <Filters meters={meters} asked={asked} onAsk={ask} />
      <p className="sr-only" role="status">
        {t("meters.found", { count: points.length })}
      </p>
      {points.length > 0 ? (
        <MetersTable
          meters={meters}
          devices={devices}
          points={points}
          balances={balances}
          asked={asked}
          onSort={sort => ask({ sort })}
          format={format}
        />
      ) : (
        <Empty
          title={t("meters.none")}
          hint={t("meters.none_hint")}
          action={
            <button type="button" className="button" onClick={() => setParameters({}, { replace: true })}>
              {t("meters.clear")}
            </button>
          }
        />
      )}
    </>
  );
}

/** The balances of the last whole local day; none where they cannot be had: the meters are shown all the same. */
function useYesterday(park: string, timezone: string): Balance[] {
  const today = rangeOf("day", Date.now(), timezone).from;
  const from = rangeOf("day", today - 1, timezone).from;
  const query = useQuery({
    queryKey: ["health", park, "balance", "yesterday", from],
    queryFn: () => getBalances(park, from, today),
    staleTime: 10 * REFETCH_MS,
  });
  return query.data?.balances ?? [];
}

interface FiltersProps {
  meters: Meters;
  asked: Asked;
  onAsk: (change: Partial<Asked>) => void;
}

function Filters({ meters, asked, onAsk }: FiltersProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [typed, type] = useTyped(asked.text, text => onAsk({ text }));
  const carriers = [...new Set(meters.points.map(point => point.carrier))].sort();
  const shows = SHOWS.filter(show => show === "all" || show === asked.show || countOf(meters.points, show));
  return (
    <search className="filters">
      <input
        type="search"
        aria-label={t("meters.search")}
        placeholder={t("meters.search")}
        value={typed}
        onChange={event => type(event.target.value)}
        data-testid="meters-search"
      />
      <select
        aria-label={t("live.carrier")}
        value={asked.carrier}
        onChange={event => onAsk({ carrier: event.target.value })}
      >
        <option value="">{t("meters.all_carriers")}</option>
        {carriers.map(carrier => (
          <option key={carrier} value={carrier}>
            {label("carrier", carrier)}
          </option>
        ))}
      </select>
      {meters.enterprises.length > 1 && (
        <select
          aria-label={t("live.enterprise")}
          value={asked.enterprise}
          onChange={event => onAsk({ enterprise: event.target.value })}
        >
          <option value="">{t("meters.all_enterprises")}</option>
          <option value="-">{t("meters.of_the_park")}</option>
          {meters.enterprises.map(item => (
            <option key={item.code} value={item.code}>
              {format.name(item)}
            </option>
          ))}
        </select>
      )}
      <Segmented
        label={t("meters.show")}
        value={asked.show}
        options={shows.map(show => ({
          value: show,
          label: `${t(`meters.show_${show}`)} ${format.number(countOf(meters.points, show))}`,
        }))}
        onChange={show => onAsk({ show })}
      />
    </search>
  );
}
