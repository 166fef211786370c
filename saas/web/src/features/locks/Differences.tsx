import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  acceptDifferences,
  type DifferenceSum,
  dismissDifferences,
  getDifferences,
  type Lock,
} from "../../api/metering";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Decision } from "../meter-health/Decision";
import { Scroll } from "../meter-health/Scroll";
import { DifferenceHours } from "./DifferenceHours";
import { OpenTable } from "./OpenTable";
import { spanText } from "./words";

interface Props {
  locks: Lock[];
  owners: ReadonlyMap<string, Names>;
  parameters: URLSearchParams;
  change: (changed: Record<string, string | null>) => void;
  canDecide: boolean;
  format: Format;
}

const STATES = ["open", "accepted", "dismissed"] as const;
export const keyOf = (row: { lock: number; source: string }): string => `${row.lock}/${row.source}`;

/** What locked hours would be by what is known now, added up by lock and source; people decide on it. */
export function Differences({ locks, owners, parameters, change, canDecide, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const state = STATES.find(item => item === parameters.get("state")) ?? "open";
  const lock = Number(parameters.get("lock")) || null;
  const source = parameters.get("source");
  const chosen = locks.find(item => item.id === lock);
  return (
    <Card
      title={t("locks.differences")}
      summary={t("locks.differences_sub")}
      actions={
        <Segmented
          label={t("explain.state")}
          value={state}
          options={STATES.map(value => ({ value, label: t(`locks.state_${value}`) }))}
          onChange={value => change({ state: value === "open" ? null : value })}
        />
      }
    >
      {(chosen || source) && (
        <p className="filter-chips">
          {chosen && (
            <button type="button" className="chip chip-button" onClick={() => change({ lock: null })}>
              {spanText(chosen, park.timezone, format)} ×
              <span className="sr-only">{t("health.remove_filter")}</span>
            </button>
          )}
          {source && (
            <button type="button" className="chip chip-button" onClick={() => change({ source: null })}>
              {source} ×<span className="sr-only">{t("health.remove_filter")}</span>
            </button>
          )}
        </p>
      )}
      {state === "open" ? (
        <Open {...{ locks, owners, lock, source, canDecide, format }} />
      ) : (
        <DifferenceHours state={state} lock={lock} source={source} format={format} isDecided />
      )}
    </Card>
  );
}

interface OpenProps {
  locks: Lock[];
  owners: ReadonlyMap<string, Names>;
  lock: number | null;
  source: string | null;
  canDecide: boolean;
  format: Format;
}

function Open({ locks, owners, lock, source, canDecide, format }: OpenProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery({
    queryKey: ["differences", park.code, "open"],
    queryFn: () => getDifferences(park.code, { state: "open" }),
  });
  const rows = (query.data?.open ?? []).filter(
    row => (lock === null || row.lock === lock) && (source === null || row.source === source),
  );
  const meant = rows.filter(row => picked.has(keyOf(row)));
  const deciding = useMutation({
    mutationFn: ({ choice, note }: { choice: "accept" | "dismiss"; note: string }) =>
      decide(park.code, meant, choice, note),
    onSuccess: () => setPicked(new Set()),
    // Some may have been decided before one was refused.
    onSettled: async () => {
      for (const key of ["locks", "differences", "ledger"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const pick = (of: DifferenceSum[], isOn: boolean) =>
    setPicked(old => {
      const next = new Set(old);
      for (const row of of)
        if (isOn) next.add(keyOf(row));
        else next.delete(keyOf(row));
      return next;
    });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <div className="skeleton rows-skeleton" />;
  if (rows.length === 0) return <Empty title={t("locks.none_open")} hint={t("locks.none_open_hint")} />;
  return (
    <>
      <Scroll label={t("locks.differences")}>
        <OpenTable
          rows={rows}
          locks={locks}
          owners={owners}
          picked={picked}
          onPick={canDecide ? pick : undefined}
          format={format}
        />
      </Scroll>
      {canDecide && meant.length > 0 && (
        <Decision
          count={meant.reduce((sum, row) => sum + row.hours, 0)}
          choices={[
            { value: "dismiss", label: t("locks.dismiss") },
            { value: "accept", label: t("locks.accept"), isPrimary: true },
          ]}
          isBusy={deciding.isPending}
          error={deciding.error}
          onDecide={(choice, note) => deciding.mutate({ choice, note })}
        />
      )}
      {canDecide && meant.length === 0 && <p className="note">{t("locks.choose_hint")}</p>}
    </>
  );
}

async function decide(park: string, rows: DifferenceSum[], choice: "accept" | "dismiss", note: string) {
  const call = choice === "accept" ? acceptDifferences : dismissDifferences;
  for (const { lock, source, seen } of rows) await call(park, { lock, source, seen: [seen] }, note);
}
