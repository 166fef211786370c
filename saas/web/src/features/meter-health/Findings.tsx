import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getFindings, noteFindings } from "../../api/calls";
import type { Finding, FindingFilter, FindingKey, Health, Severity } from "../../api/types";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Decision } from "./Decision";
import { FindingRow } from "./FindingRow";
import { REMEDIES } from "./remedies";
import { Scroll } from "./Scroll";
import { ruleText, type Shared } from "./words";

const STATES: FindingFilter[] = ["open", "acknowledged", "resolved", "all"];
const SEVERITIES: Severity[] = ["error", "warning", "information"];
const REFRESH_MS = 20_000;

interface Props extends Shared {
  health: Health | undefined;
  canAct: boolean;
}

export const idOf = (f: Finding) => `${f.point ?? f.source ?? f.budget} ${f.rule} ${f.time}`;
const keyOf = ({ point, source, budget, rule, time }: Finding): FindingKey => ({
  point,
  source,
  budget,
  rule,
  time,
});

/** What rules found, each with its remedy. */
export function Findings({ park, format, filters, change, owners, health, canAct }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const state = filters.state as FindingFilter;
  const asked = {
    state,
    ...(filters.rule && { rule: filters.rule }),
    ...(filters.severity && { severity: filters.severity as Severity }),
    ...(filters.enterprise && { enterprise: filters.enterprise }),
    ...(filters.point && { point: filters.point }),
  };
  const query = useInfiniteQuery({
    queryKey: ["health", park, "findings", asked],
    queryFn: ({ pageParam }) => getFindings(park, asked, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.cursor ?? undefined,
    refetchInterval: REFRESH_MS,
  });
  const findings = query.data?.pages.flatMap(page => page.findings) ?? [];
  const picked = findings.filter(f => chosen.has(idOf(f)));
  const noting = useMutation({
    mutationFn: (said: { choice: "acknowledged" | "resolved"; note: string }) =>
      noteFindings(park, { findings: picked.map(keyOf), state: said.choice, note: said.note }),
    onSuccess: async () => {
      setChosen(new Set());
      await client.invalidateQueries({ queryKey: ["health", park] });
    },
  });
  const toggle = (finding: Finding) =>
    setChosen(old => {
      const next = new Set(old);
      if (!next.delete(idOf(finding))) next.add(idOf(finding));
      return next;
    });
  const isFiltered = Boolean(filters.rule || filters.severity || filters.enterprise || filters.point);
  return (
    <Card
      title={t("health.findings")}
      summary={t("health.findings_sub")}
      className="health-findings"
      actions={
        <Segmented
          label={t("health.state")}
          value={state}
          options={STATES.map(value => ({ value, label: t(`health.state_${value}`) }))}
          onChange={value => change({ state: value })}
        />
      }
    >
      <FilterBar filters={filters} change={change} format={format} owners={owners} health={health} />
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton health-skeleton" />}
      {query.data && findings.length === 0 && (
        <Empty
          title={t(isFiltered ? "health.none_filtered" : `health.none_${state}`)}
          hint={
            isFiltered
              ? t("health.none_filtered_hint")
              : health?.check
                ? t("health.checked", {
                    time: format.clock(health.check.time),
                    points: format.number(health.check.points),
                  })
                : ""
          }
          action={
            isFiltered && (
              <button
                type="button"
                className="button"
                onClick={() => change({ rule: "", severity: "", enterprise: "", point: "" })}
              >
                {t("health.clear_filters")}
              </button>
            )
          }
        />
      )}
      {findings.length > 0 && (
        <Scroll label={t("health.findings")}>
          <table className="table health-table">
            <thead>
              <tr>
                {canAct && (
                  <th scope="col">
                    <span className="sr-only">{t("health.choose")}</span>
                  </th>
                )}
                <th scope="col">{t("health.what")}</th>
                <th scope="col">{t("health.where")}</th>
                <th scope="col">{t("health.when")}</th>
                <th scope="col">{t("health.todo")}</th>
                <th scope="col">
                  <span className="sr-only">{t("health.do_it")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.map(finding => (
                <FindingRow
                  key={idOf(finding)}
                  finding={finding}
                  park={park}
                  format={format}
                  owners={owners}
                  isChosen={chosen.has(idOf(finding))}
                  onToggle={canAct ? () => toggle(finding) : undefined}
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
            { value: "acknowledged", label: t("health.acknowledge") },
            { value: "resolved", label: t("health.resolve"), isPrimary: true },
          ]}
          isBusy={noting.isPending}
          error={noting.error}
          onDecide={(choice, note) => noting.mutate({ choice, note })}
        />
      )}
    </Card>
  );
}

function FilterBar({
  filters,
  change,
  format,
  owners,
  health,
}: Omit<Shared, "park"> & { health: Health | undefined }) {
  const { t } = useTranslation();
  const rules = [...new Set([...Object.keys(REMEDIES), ...(health?.rules.map(r => r.rule) ?? [])])];
  const open = new Map(health?.rules.map(r => [r.rule, r.count]) ?? []);
  rules.sort(
    (a, b) => (open.get(b) ?? 0) - (open.get(a) ?? 0) || ruleText(t, a).localeCompare(ruleText(t, b)),
  );
  return (
    <div className="health-filters">
      <label>
        <span>{t("health.rule_label")}</span>
        <select
          value={filters.rule}
          onChange={e => change({ rule: e.target.value })}
          data-testid="filter-rule"
        >
          <option value="">{t("health.any")}</option>
          {rules.map(rule => (
            <option key={rule} value={rule}>
              {ruleText(t, rule)}
              {open.get(rule) ? ` (${open.get(rule)})` : ""}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("health.severity")}</span>
        <select value={filters.severity} onChange={e => change({ severity: e.target.value })}>
          <option value="">{t("health.any")}</option>
          {SEVERITIES.map(severity => (
            <option key={severity} value={severity}>
              {t(`health.severity_${severity}`)}
            </option>
          ))}
        </select>
      </label>
      {owners.size > 1 && (
        <label>
          <span>{t("health.enterprise")}</span>
          <select value={filters.enterprise} onChange={e => change({ enterprise: e.target.value })}>
            <option value="">{t("health.any")}</option>
            {[...owners].map(([code, names]) => (
              <option key={code} value={code}>
                {format.name(names)}
              </option>
            ))}
          </select>
        </label>
      )}
      {filters.point && (
        <button type="button" className="chip health-chip" onClick={() => change({ point: "" })}>
          {t("health.point")}: {filters.point} <span aria-hidden="true">×</span>
          <span className="sr-only">{t("health.remove_filter")}</span>
        </button>
      )}
    </div>
  );
}
