import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptRevisions, dismissRevisions, getRevisions } from "../../api/calls";
import type { Revision, RevisionState } from "../../api/types";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Decision } from "./Decision";
import { Scroll } from "./Scroll";
import { ownerText, type Shared } from "./words";

const STATES: RevisionState[] = ["open", "accepted", "dismissed"];

/** Readings of the same time with different values: the first counts until somebody decides. */
export function Contradictions({
  park,
  format,
  filters,
  change,
  owners,
  canAct,
}: Shared & { canAct: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const state = filters.readings as RevisionState;
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const query = useInfiniteQuery({
    queryKey: ["health", park, "revisions", state, filters.point],
    queryFn: ({ pageParam }) => getRevisions(park, state, filters.point || undefined, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.cursor ?? undefined,
  });
  const rows = query.data?.pages.flatMap(page => page.revisions) ?? [];
  const picked = rows.filter(row => chosen.has(row.id)).map(row => row.id);
  const deciding = useMutation({
    mutationFn: ({ choice, note }: { choice: "accept" | "dismiss"; note: string }) =>
      choice === "accept" ? acceptRevisions(park, picked, note) : dismissRevisions(park, picked, note),
    onSuccess: async () => {
      setChosen(new Set());
      await client.invalidateQueries({ queryKey: ["health", park] });
    },
  });
  const choose = (ids: number[], on: boolean) =>
    setChosen(old => new Set(on ? [...old, ...ids] : [...old].filter(id => !ids.includes(id))));
  const isOpen = state === "open" && canAct;
  return (
    <div id="readings" className="health-anchor">
      <Card
        title={t("health.contradictions")}
        summary={t("health.contradictions_sub")}
        actions={
          <Segmented
            label={t("health.state")}
            value={state}
            options={STATES.map(value => ({ value, label: t(`health.readings_${value}`) }))}
            onChange={value => change({ readings: value })}
          />
        }
      >
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="skeleton health-skeleton" />}
        {query.data && rows.length === 0 && (
          <Empty
            title={t(`health.no_readings_${state}`)}
            hint={state === "open" ? t("health.no_readings_hint") : ""}
          />
        )}
        {rows.length > 0 && (
          <Scroll label={t("health.contradictions")} isShort>
            <table className="table health-table">
              <thead>
                <tr>
                  {isOpen && (
                    <th scope="col">
                      <input
                        type="checkbox"
                        aria-label={t("health.choose_all")}
                        checked={picked.length === rows.length}
                        onChange={e =>
                          choose(
                            rows.map(row => row.id),
                            e.target.checked,
                          )
                        }
                      />
                    </th>
                  )}
                  <th scope="col">{t("health.point")}</th>
                  <th scope="col">{t("health.reading_time")}</th>
                  <th scope="col" className="right">
                    {t("health.in_use")}
                  </th>
                  <th scope="col" className="right">
                    {t("health.beside")}
                  </th>
                  <th scope="col">{t("health.from")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(row => (
                  <Row
                    key={row.id}
                    row={row}
                    format={format}
                    owners={owners}
                    isChosen={chosen.has(row.id)}
                    onChoose={isOpen ? on => choose([row.id], on) : undefined}
                  />
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        {query.hasNextPage && (
          <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
            {t("health.more")}
          </button>
        )}
        {picked.length > 0 && (
          <Decision
            count={picked.length}
            choices={[
              { value: "accept", label: t("health.accept") },
              { value: "dismiss", label: t("health.dismiss"), isPrimary: true },
            ]}
            isBusy={deciding.isPending}
            error={deciding.error}
            onDecide={(choice, note) => deciding.mutate({ choice, note })}
          />
        )}
      </Card>
    </div>
  );
}

interface RowProps {
  row: Revision;
  format: Shared["format"];
  owners: Shared["owners"];
  isChosen: boolean;
  onChoose: ((on: boolean) => void) | undefined;
}

function Row({ row, format, owners, isChosen, onChoose }: RowProps) {
  const { t } = useTranslation();
  const number = (value: number | null) => (value === null ? "–" : format.plain(value));
  return (
    <tr data-testid="contradiction" data-point={row.point} data-state={row.state}>
      {onChoose && (
        <td>
          <input
            type="checkbox"
            checked={isChosen}
            onChange={e => onChoose(e.target.checked)}
            aria-label={t("health.choose_one", { what: number(row.value), name: format.name(row) })}
          />
        </td>
      )}
      <th scope="row">
        {format.name(row)}
        <span className="term-sub">
          {ownerText(t, format, row.enterprise, owners)} · <code>{row.point}</code>
        </span>
      </th>
      <td className="nowrap">{format.dateTime(row.time)}</td>
      <td className="right nowrap strong">
        {number(row.stored)} <span className="unit">{row.unit}</span>
      </td>
      <td className="right nowrap">
        {number(row.value)} <span className="unit">{row.unit}</span>
      </td>
      <td>
        {row.edge}
        <span className="term-sub">{format.dateTime(row.received_at)}</span>
        {row.note && (
          <span className="term-sub">
            {row.note} – {row.resolved_by}
          </span>
        )}
      </td>
    </tr>
  );
}
