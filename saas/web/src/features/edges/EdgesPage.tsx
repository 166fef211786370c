import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Edge, getEdges } from "../../api/edges";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { AntTheme } from "../../ui/AntTheme";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { AddEdge } from "./AddEdge";
import { destinationsOf } from "./destinations";
import { connectorsOf, presenceOf, stateOf, troublesOf } from "./state";
import "../../styles/edges.css";

const CLOCK_MS = 5_000;

/** The gateways of the park: which are there, what waits in them, and what does not answer. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const [isAdding, setAdding] = useState(false);
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["edges", park.code, pages.cursor],
    queryFn: () => getEdges(park.code, queryBehind(pages)),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  const edges = query.data?.edges ?? [];
  const isEmpty = query.data !== undefined && edges.length === 0 && pages.before === 0;
  const add = role !== "verifier" && (
    <div className="actions">
      <Link className="button" to={`/p/${park.code}/connect`} data-testid="connect-open">
        {t("connect.title")}
      </Link>
      <button type="button" className="button" data-testid="edge-add" onClick={() => setAdding(true)}>
        {t("edges.add")}
      </button>
    </div>
  );
  return (
    <AntTheme>
      <div className="page">
        <TopSlot>
          <h1>{t("edges.title")}</h1>
        </TopSlot>
        <header className="page-head">
          <p className="page-sub">{t("edges.lead")}</p>
          {query.data && !isEmpty && add}
        </header>
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="card skeleton edges-skeleton" />}
        {isEmpty && <Empty title={t("edges.empty")} hint={t("edges.empty_hint")} action={add} />}
        {edges.length > 0 && <Table edges={edges} format={format} />}
        <Pager pages={pages} next={query.data?.cursor} rows={edges.length} isOld={query.isPlaceholderData} />
      </div>
      {isAdding && <AddEdge park={park.code} onClosed={() => setAdding(false)} />}
    </AntTheme>
  );
}

function Table({ edges, format }: { edges: Edge[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <div className="card edges-scroll">
      <table className="table edges">
        <thead>
          <tr>
            <th scope="col">{t("edges.edge")}</th>
            <th scope="col">{t("edges.state")}</th>
            <th scope="col">{t("edges.connectors")}</th>
            <th scope="col" className="right">
              {t("edges.spool")}
            </th>
            <th scope="col" className="right">
              {t("edges.clock")}
            </th>
            <th scope="col" className="right">
              {t("edges.version")}
            </th>
          </tr>
        </thead>
        <tbody>
          {edges.map(edge => (
            <Row key={edge.code} edge={edge} format={format} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ edge, format }: { edge: Edge; format: Format }) {
  const { t } = useTranslation();
  const state = stateOf(edge);
  const presence = presenceOf(edge, Date.now());
  const offset = state.clock_offset_ms ?? null;
  return (
    <tr data-testid="edge" data-edge={edge.code} data-presence={presence}>
      <th scope="row">
        <Link to={edge.code}>{format.name(edge)}</Link>
        <code className="term-sub">{edge.code}</code>
      </th>
      <td>
        <PresenceChip edge={edge} />
        {edge.state_at !== null && (
          <span className="term-sub nowrap">{t("edges.said", { time: format.dateTime(edge.state_at) })}</span>
        )}
      </td>
      <td>
        <Connectors edge={edge} />
      </td>
      <td className="right">
        {state.spool_depth === undefined ? "–" : t("edges.batches", { count: state.spool_depth })}
        {state.oldest_unsent_ms != null && (
          <span className="term-sub nowrap">
            {t("edges.oldest", { time: format.dateTime(state.oldest_unsent_ms) })}
          </span>
        )}
        {destinationsOf(state)
          .filter(([, one]) => !one.here)
          .map(([name, one]) => (
            <span className={`term-sub nowrap ${one.connected ? "" : "edges-bad"}`} key={name}>
              {t("edges.for_destination", { name, count: one.spool_depth ?? 0 })}
            </span>
          ))}
      </td>
      <td className={`right nowrap ${Math.abs(offset ?? 0) > CLOCK_MS ? "edges-bad" : ""}`}>
        {offset === null ? "–" : `${format.number(offset / 1000, 1)} s`}
      </td>
      <td className="right">
        {state.version || "–"}
        {state.config_version ? (
          <span className="term-sub nowrap">{t("edges.config_n", { version: state.config_version })}</span>
        ) : null}
      </td>
    </tr>
  );
}

export function PresenceChip({ edge }: { edge: Edge }) {
  const { t } = useTranslation();
  const presence = presenceOf(edge, Date.now());
  const tone = { online: "chip-good", offline: "chip-bad", never: "chip-warn" }[presence];
  return <span className={`chip ${tone}`}>{t(`edges.${presence}`)}</span>;
}

/** What does not answer, in words; where all do, how many there are. */
function Connectors({ edge }: { edge: Edge }) {
  const { t } = useTranslation();
  const all = connectorsOf(stateOf(edge));
  const wrong = all.filter(([, state]) => !state.ok || state.warnings?.length);
  if (all.length === 0) return <span className="note">{t("edges.no_connectors")}</span>;
  return (
    <>
      {wrong.length === 0 && <span>{t("edges.all_well", { count: all.length })}</span>}
      {wrong.map(([name, state]) => (
        <span className="edges-fault" key={name}>
          <span className={`chip ${state.ok ? "chip-warn" : "chip-bad"}`}>{name}</span>
          {troublesOf(t, state).join(" ")}
        </span>
      ))}
    </>
  );
}
