import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { type Edge, getEdge } from "../../api/edges";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { CommandsCard } from "./CommandsCard";
import { ConfigCard } from "./ConfigCard";
import { DestinationsCard } from "./DestinationsCard";
import { PresenceChip } from "./EdgesPage";
import { EndCard } from "./EndCard";
import { LedgerCard } from "./LedgerCard";
import { connectorsOf, stateOf, troublesOf } from "./state";
import "../../styles/meters.css";
import "../../styles/edges.css";

/** One gateway: how it is, what it collects, whether all of that is stored, and what it can be asked. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { edge: code = "" } = useParams();
  const format = useFormat(park.timezone);
  const query = useQuery({
    queryKey: ["edge", park.code, code],
    queryFn: () => getEdge(park.code, code),
    refetchInterval: 3_000,
  });
  const edge = query.data;
  const canWrite = role === "operator" || (role === "enterprise" && edge?.enterprise != null);
  return (
    <div className="page">
      <TopSlot>
        <h1>{edge ? format.name(edge) : code}</h1>
        {edge && <PresenceChip edge={edge} />}
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("edges.crumbs")}>
          <Link to={`/p/${park.code}/edges`}>{t("edges.title")}</Link>
          <code>{code}</code>
        </nav>
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton edges-skeleton" />}
      {edge && (
        <div className="edges-grid">
          <Facts edge={edge} format={format} />
          <ConnectorsCard edge={edge} format={format} />
          <DestinationsCard edge={edge} format={format} />
          <ConfigCard park={park.code} edge={edge} format={format} canWrite={canWrite} />
          <LedgerCard park={park.code} edge={code} format={format} />
          <CommandsCard park={park.code} edge={edge} canWrite={canWrite} />
          {canWrite && <EndCard park={park.code} edge={code} />}
        </div>
      )}
    </div>
  );
}

function Facts({ edge, format }: { edge: Edge; format: Format }) {
  const { t } = useTranslation();
  const state = stateOf(edge);
  const facts: [string, string][] = [
    [t("edges.version"), state.version || "–"],
    [
      t("edges.spool"),
      state.spool_depth === undefined ? "–" : t("edges.batches", { count: state.spool_depth }),
    ],
    [t("edges.oldest_unsent"), state.oldest_unsent_ms ? format.dateTime(state.oldest_unsent_ms) : "–"],
    [
      t("edges.max_age"),
      state.max_age_days ? t("edges.days", { count: state.max_age_days }) : t("edges.no_bound"),
    ],
    [t("edges.collected"), state.collected === undefined ? "–" : format.number(state.collected)],
    [t("edges.heard"), edge.state_at === null ? "–" : format.dateTime(edge.state_at)],
    [
      t("edges.enrolled"),
      edge.enrolled ? `${edge.enrolled.host} · ${format.dateTime(edge.enrolled.at)}` : t("edges.by_hand"),
    ],
  ];
  return (
    <Card title={t("edges.about")}>
      <dl className="facts facts-small">
        {facts.map(([name, value]) => (
          <div key={name} className="edges-fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function ConnectorsCard({ edge, format }: { edge: Edge; format: Format }) {
  const { t } = useTranslation();
  const connectors = connectorsOf(stateOf(edge));
  return (
    <Card title={t("edges.connectors")} summary={t("edges.connectors_sub")}>
      {connectors.length === 0 && (
        <Empty title={t("edges.no_connectors")} hint={t("edges.no_connectors_hint")} />
      )}
      {connectors.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("edges.connector")}</th>
              <th scope="col">{t("edges.state")}</th>
              <th scope="col" className="right">
                {t("edges.points")}
              </th>
              <th scope="col">{t("edges.last_reading")}</th>
            </tr>
          </thead>
          <tbody>
            {connectors.map(([name, state]) => (
              <tr key={name} data-testid="edge-connector" data-connector={name} data-ok={state.ok}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  <span className={`chip ${state.ok ? "chip-good" : "chip-bad"}`}>
                    {t(state.ok ? "edges.ok" : "edges.fails")}
                  </span>
                  {troublesOf(t, state).map(text => (
                    <span className="term-sub edges-words" key={text}>
                      {text}
                    </span>
                  ))}
                </td>
                <td className="right">{state.points}</td>
                <td className="nowrap">
                  {state.last_reading_ms === null ? "–" : format.dateTime(state.last_reading_ms)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
