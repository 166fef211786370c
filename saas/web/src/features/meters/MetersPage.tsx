import { keepPreviousData, useQuery } from "@tanstack/react-query";
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
import { useDebounced } from "../../lib/useDebounced";
import { useTyped } from "../../lib/useTyped";
import { Empty } from "../../ui/Empty";
import { Late } from "../../ui/Late";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import {
  type Asked,
  askedOf,
  cursorsBy,
  inTree,
  parametersOf,
  questionOf,
  SHOWS,
  type Show,
  type Sort,
} from "./filters";
import { MetersTable } from "./MetersTable";
import { rangeOf } from "./spans";
import "../../styles/meters.css";
import "../../styles/computed.css";

const ImportDrawer = lazy(() => import("./ImportDrawer"));
const REFETCH_MS = 30_000;

/** The meters of the park or of one's enterprise, a page at a time: does it speak, what does it say, what is open. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const [parameters, setParameters] = useSearchParams();
  const [isImporting, setImporting] = useState(parameters.has("import"));
  const asked = askedOf(parameters);
  const pages = usePages("page", cursorsBy(asked.sort));
  const text = useDebounced(asked.text);
  const question = questionOf(asked, text, pages);
  const query = useQuery({
    queryKey: ["meters", park.code, question],
    queryFn: () => getMeters(park.code, question),
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
  });
  const ask = (change: Partial<Asked>) =>
    setParameters(parametersOf({ ...asked, ...change }), { replace: true });
  const meters = query.data;
  // What is shown answers the question before.
  const isOld = query.isPlaceholderData || text !== asked.text;
  const isEmpty = meters?.counts.points === 0;
  const actions = role !== "verifier" && (
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
      {isEmpty && <Empty title={t("meters.empty")} hint={t("meters.empty_hint")} action={actions} />}
      {!isEmpty && !query.isPending && (
        <>
          <header className="page-head">
            <p className="page-sub">
              {meters && t("meters.lead", { devices: meters.counts.devices, points: meters.counts.points })}
            </p>
            {actions}
          </header>
          <Filters meters={meters} asked={asked} onAsk={ask} />
          <p className="note" role="status">
            {isOld || !meters ? "…" : t("meters.found", { count: meters.total })}
          </p>
        </>
      )}
      {meters && meters.points.length > 0 && (
        <Found meters={meters} asked={asked} onSort={sort => ask({ sort })} />
      )}
      {meters && !isEmpty && meters.total === 0 && (
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
      {meters && asked.sort !== "tree" && (
        <Pager pages={pages} next={meters.cursor} rows={meters.points.length} isOld={isOld} />
      )}
      {isImporting && (
        <Late>
          <ImportDrawer park={park.code} onClosed={() => setImporting(false)} />
        </Late>
      )}
    </div>
  );
}

interface FoundProps {
  meters: Meters;
  asked: Asked;
  onSort: (sort: Sort) => void;
}

function Found({ meters, asked, onSort }: FoundProps) {
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const devices = useMemo(() => new Map(meters.devices.map(item => [item.code, item])), [meters.devices]);
  const points = useMemo(
    () => (asked.sort === "tree" ? inTree(meters.points) : meters.points),
    [meters.points, asked.sort],
  );
  const balances = useYesterday(park.code, park.timezone);
  return <MetersTable {...{ meters, devices, points, balances, asked, onSort, format }} />;
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
  /** Not there where they could not be had. */
  meters: Meters | undefined;
  asked: Asked;
  onAsk: (change: Partial<Asked>) => void;
}

function Filters({ meters, asked, onAsk }: FiltersProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [typed, type] = useTyped(asked.text, text => onAsk({ text }));
  const carriers = meters?.carriers ?? [asked.carrier].filter(Boolean);
  // Where they could not be had, what was chosen can still be taken back.
  const chosen = asked.enterprise.replace(/^-$/, "");
  const enterprises =
    meters?.enterprises ?? (chosen ? [{ code: chosen, name_zh: chosen, name_en: chosen }] : []);
  const countOf = (show: Show) => meters?.counts[show === "all" ? "points" : show] ?? 0;
  const shows = SHOWS.filter(show => show === "all" || show === asked.show || countOf(show));
  return (
    <search className="filters">
      <input
        type="search"
        aria-label={t("meters.search")}
        placeholder={t("meters.search")}
        maxLength={200}
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
      {(enterprises.length > 1 || asked.enterprise) && (
        <select
          aria-label={t("live.enterprise")}
          value={asked.enterprise}
          onChange={event => onAsk({ enterprise: event.target.value })}
        >
          <option value="">{t("meters.all_enterprises")}</option>
          <option value="-">{t("meters.of_the_park")}</option>
          {enterprises.map(item => (
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
          label: `${t(`meters.show_${show}`)}${meters ? ` ${format.number(countOf(show))}` : ""}`,
        }))}
        onChange={show => onAsk({ show })}
      />
    </search>
  );
}
