import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Edge, type EdgeConfig, getConfig, putConfig, type Section } from "../../api/edges";
import { edgeWords } from "../../lib/edgeWords";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { type Change, PointRows } from "./PointRows";
import { stateOf } from "./state";

interface Props {
  park: string;
  edge: Edge;
  format: Format;
  canWrite: boolean;
}

/** What the edge shall collect, whether it does, and simple changes to it. */
export function ConfigCard({ park, edge, format, canWrite }: Props) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["edge-config", park, edge.code],
    queryFn: () => getConfig(park, edge.code),
    refetchInterval: 2_000,
  });
  const config = query.data;
  return (
    <Card
      title={t("edges.config")}
      summary={config && <Standing edge={edge} config={config} format={format} />}
      className="edges-wide"
    >
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton edges-skeleton" />}
      {config && config.connector.length === 0 && (
        <Empty
          title={t("edges.config_empty")}
          hint={t("edges.config_empty_hint")}
          action={
            canWrite && (
              <Link className="button" to={`/p/${park}/connect`}>
                {t("connect.title")}
              </Link>
            )
          }
        />
      )}
      {config && config.connector.length > 0 && (
        <Editor key={config.version} park={park} edge={edge.code} config={config} canWrite={canWrite} />
      )}
      {config && config.history.length > 1 && <History config={config} format={format} />}
    </Card>
  );
}

/** Which version is wanted, by whom, and whether it is in force. */
function Standing({ edge, config, format }: { edge: Edge; config: EdgeConfig; format: Format }) {
  const { t } = useTranslation();
  if (config.version === 0) return <>{t(config.connector.length ? "edges.from_file" : "edges.no_config")}</>;
  const running = stateOf(edge).config_version ?? 0;
  const standing = config.error ? "refused" : config.acknowledged_at !== null ? "in_force" : "waiting";
  const tone = { refused: "chip-bad", in_force: "chip-good", waiting: "chip-warn" }[standing];
  return (
    <span data-testid="config-standing" data-standing={standing} data-version={config.version}>
      <span className={`chip ${tone}`}>{t(`edges.${standing}`)}</span>{" "}
      {t("edges.wanted", {
        version: config.version,
        author: config.author,
        time: format.dateTime(config.created_at),
      })}{" "}
      {standing !== "in_force" && t("edges.running", { version: running })}
      {config.error && (
        <span className="term-sub edges-words edges-bad">{edgeWords(t, config.words, config.error)}</span>
      )}
    </span>
  );
}

interface EditorProps {
  park: string;
  edge: string;
  config: EdgeConfig;
  canWrite: boolean;
}

function Editor({ park, edge, config, canWrite }: EditorProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [sections, setSections] = useState(config.connector as Section[]);
  const [age, setAge] = useState(config.max_age_days?.toString() ?? "");
  const days = age.trim() === "" ? null : Number(age);
  const isAge = days === null || (Number.isInteger(days) && days >= 1 && days <= 3650);
  const isChanged = sections !== config.connector || days !== config.max_age_days;
  const saving = useMutation({
    mutationFn: () => putConfig(park, edge, config.version, sections, { max_age_days: days }),
    onSuccess: saved => client.setQueryData(["edge-config", park, edge], saved),
  });
  const change = (name: string) => (key: string, what: Change) =>
    setSections(before =>
      before.map(section =>
        section.name === name
          ? {
              ...section,
              point: section.point.map(point => (point.key === key ? { ...point, ...what } : point)),
            }
          : section,
      ),
    );
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="edges-scroll">
        <table className="table edges-config">
          <thead>
            <tr>
              <th scope="col">{t("edges.key")}</th>
              <th scope="col">{t("edges.address")}</th>
              <th scope="col">{t("edges.point")}</th>
              <th scope="col">{t("edges.sampling")}</th>
              <th scope="col">{t("edges.period")}</th>
              <th scope="col">{t("edges.on")}</th>
            </tr>
          </thead>
          {sections.map(section => (
            <PointRows
              key={section.name}
              section={section}
              bindings={config.bindings}
              canWrite={canWrite}
              onChange={change(section.name)}
            />
          ))}
        </table>
      </div>
      <div className="field edges-age">
        <label htmlFor="max-age">{t("edges.max_age")}</label>
        <span>
          <input
            id="max-age"
            inputMode="numeric"
            value={age}
            disabled={!canWrite}
            placeholder={t("edges.from_file_short")}
            aria-invalid={!isAge}
            aria-describedby="max-age-hint"
            onChange={event => setAge(event.target.value)}
            data-testid="max-age"
          />{" "}
          {t("edges.days_unit")}
        </span>
        <p className={isAge ? "note" : "field-fault"} id="max-age-hint" role={isAge ? undefined : "alert"}>
          {t(isAge ? "edges.max_age_hint" : "edges.max_age_wrong")}
        </p>
      </div>
      {saving.error && <Problem error={saving.error} />}
      {canWrite && (
        <p className="edges-save">
          <button
            type="submit"
            className="button"
            disabled={!isChanged || !isAge || saving.isPending}
            data-testid="config-save"
          >
            {t("edges.save")}
          </button>
          {isChanged && (
            <button
              type="button"
              className="button"
              onClick={() => {
                setSections(config.connector as Section[]);
                setAge(config.max_age_days?.toString() ?? "");
              }}
            >
              {t("edges.undo")}
            </button>
          )}
        </p>
      )}
    </form>
  );
}

function History({ config, format }: { config: EdgeConfig; format: Format }) {
  const { t } = useTranslation();
  return (
    <details className="edges-history">
      <summary>{t("edges.history")}</summary>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("edges.version")}</th>
            <th scope="col">{t("edges.author")}</th>
            <th scope="col">{t("edges.saved")}</th>
            <th scope="col">{t("edges.in_force_since")}</th>
          </tr>
        </thead>
        <tbody>
          {config.history.map(old => (
            <tr key={old.version}>
              <th scope="row">{old.version}</th>
              <td>{old.author}</td>
              <td className="nowrap">{format.dateTime(old.created_at)}</td>
              <td>
                {old.error
                  ? edgeWords(t, old.words, old.error)
                  : old.acknowledged_at === null
                    ? "–"
                    : format.dateTime(old.acknowledged_at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
