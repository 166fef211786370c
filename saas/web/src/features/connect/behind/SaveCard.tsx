import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { getConfig, type PointSection, putConfig, type Section } from "../../../api/edges";
import type { MeterPoint } from "../../../api/meters";
import { judge, look, type Plausible, type Tried } from "../../../api/sources";
import { Card } from "../../../ui/Card";
import { Problem } from "../../../ui/Problem";
import { type Connection, keyOf, merged, sectionOf } from "./config";
import { LookProblem } from "./LookProblem";
import { TriedTable } from "./TriedTable";
import { wholeConfig } from "./useEdgeConfig";

/** A point of the meter, and how it is read; the key is made when it is saved. */
export interface Choice {
  point: MeterPoint;
  read: Omit<PointSection, "key">;
}

interface Props {
  park: string;
  edge: string;
  /** What the connector is called where it is new. */
  wanted: string;
  connection: Connection;
  choices: Choice[];
  onConfigured: () => void;
}

interface Trial {
  rows: Tried[];
  judged: Map<string, Plausible>;
}

/** Tries exactly what will be saved, saves it, and waits until the edge says that it is in force. */
export function SaveCard({ park, edge, wanted, connection, choices, onConfigured }: Props) {
  const { t } = useTranslation();
  const [isSure, setSure] = useState(false);
  const [version, setVersion] = useState<number | null>(null);
  const testing = useMutation({ mutationFn: () => tried(park, edge, wanted, connection, choices) });
  const saving = useMutation({
    mutationFn: () => saved(park, edge, wanted, connection, choices),
    onSuccess: setVersion,
  });
  const trial = testing.data;
  const isFine = trial?.rows.every(row => row.ok && trial.judged.get(row.key)?.ok) ?? false;
  const what = JSON.stringify([connection, choices.map(choice => [choice.point.code, choice.read])]);
  // What was tried is not what stands here any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what would be saved matters
  useEffect(() => {
    testing.reset();
    setSure(false);
  }, [what]);
  return (
    <Card title={t("sources.save_title")} summary={t("sources.save_sub")} className="sources-card">
      <p className="sources-row">
        <button
          type="button"
          className="button"
          disabled={choices.length === 0 || testing.isPending || version !== null}
          onClick={() => testing.mutate()}
          data-testid="source-test"
        >
          {t(testing.isPending ? "sources.testing" : "sources.test", { count: choices.length })}
        </button>
      </p>
      {testing.error !== null && <LookProblem error={testing.error} onRetry={() => testing.mutate()} />}
      {trial && <TriedTable choices={choices} rows={trial.rows} judged={trial.judged} />}
      {trial && !isFine && (
        <label className="sources-sure">
          <input type="checkbox" checked={isSure} onChange={event => setSure(event.target.checked)} />
          {t("sources.sure")}
        </label>
      )}
      {trial && version === null && (
        <p className="sources-row">
          <button
            type="button"
            className="button primary"
            disabled={(!isFine && !isSure) || saving.isPending}
            onClick={() => saving.mutate()}
            data-testid="source-save"
          >
            {t("sources.save")}
          </button>
        </p>
      )}
      {saving.error !== null && <Problem error={saving.error} onRetry={() => saving.mutate()} />}
      {version !== null && (
        <Waiting
          park={park}
          edge={edge}
          version={version}
          onConfigured={onConfigured}
          onAgain={() => setVersion(null)}
        />
      )}
    </Card>
  );
}

interface WaitingProps {
  park: string;
  edge: string;
  version: number;
  onConfigured: () => void;
  onAgain: () => void;
}

/** Until the edge says that the version is in force, or why it is not. */
function Waiting({ park, edge, version, onConfigured, onAgain }: WaitingProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["source-standing", park, edge, version],
    queryFn: () => getConfig(park, edge),
    refetchInterval: 1_000,
  });
  const row = query.data?.history.find(old => old.version === version);
  const isInForce = row !== undefined && row.acknowledged_at !== null && row.error === null;
  useEffect(() => {
    if (isInForce) onConfigured();
  }, [isInForce, onConfigured]);
  if (row?.error)
    return (
      <div className="problem" role="alert" data-testid="source-refused">
        <strong>{t("sources.refused")}</strong>
        <p>{row.error}</p>
        <button type="button" className="button" onClick={onAgain}>
          {t("sources.again")}
        </button>
      </div>
    );
  return (
    <p className="sources-wait" role="status" data-testid="source-waiting">
      {t("sources.waiting", { version })}
    </p>
  );
}

async function planned(
  park: string,
  edge: string,
  wanted: string,
  connection: Connection,
  choices: Choice[],
) {
  const config = await wholeConfig(park, edge);
  const points: PointSection[] = choices.map(choice => ({
    ...choice.read,
    key: keyOf(config, choice.point.code),
  }));
  const section = sectionOf(config.connector as Section[], connection, points, wanted);
  return { config, section, points };
}

async function tried(
  park: string,
  edge: string,
  wanted: string,
  connection: Connection,
  choices: Choice[],
): Promise<Trial> {
  const { section, points } = await planned(park, edge, wanted, connection, choices);
  const answer = await look<{ points: Tried[] }>(park, edge, "test", {
    connection: section,
    secrets: connection.secrets,
    points: points.map(point => point.key),
  });
  // From here on by the point: keys are the edge's matter.
  const rows = choices.flatMap((choice, index) => {
    const row = answer.points.find(one => one.key === points[index]?.key);
    return row ? [{ ...row, key: choice.point.code }] : [];
  });
  const good = rows.filter(row => row.ok);
  const found = await judge(
    park,
    good.map(row => ({
      point: row.key,
      value: row.value,
      time: row.source_ms,
      unit: isScaled(choices, row.key) ? null : (row.unit?.symbol ?? null),
      quality: row.quality ?? 0,
    })),
  );
  return {
    rows,
    judged: new Map(good.flatMap((row, index) => (found[index] ? [[row.key, found[index]]] : []))),
  };
}

const isScaled = (choices: Choice[], point: string) => {
  const scale = choices.find(choice => choice.point.code === point)?.read.scale;
  return scale !== undefined && Number(scale) !== 1;
};

async function saved(park: string, edge: string, wanted: string, connection: Connection, choices: Choice[]) {
  const { config, section, points } = await planned(park, edge, wanted, connection, choices);
  const bindings = Object.fromEntries(
    choices.map((choice, index) => [points[index]?.key ?? "", choice.point.code]),
  );
  const after = await putConfig(park, edge, config.version, merged(config.connector as Section[], section), {
    secrets: connection.secrets,
    bindings,
  });
  return after.version;
}
