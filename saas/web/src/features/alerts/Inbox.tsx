import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import {
  type Alert,
  type AlertQuery,
  type AlertSeverity,
  type AlertState,
  type AlertTemplate,
  acknowledgeAlerts,
  assignAlerts,
  getAlertRules,
  getAlerts,
  snoozeAlerts,
} from "../../api/alerts";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { Scroll } from "../meter-health/Scroll";
import { Actions } from "./Actions";
import { AlertRow } from "./AlertRow";

const STATES: AlertState[] = ["open", "unacknowledged", "snoozed", "resolved", "all"];
const SEVERITIES: AlertSeverity[] = ["error", "warning", "information"];
const REFRESH_MS = 20_000;
type Act =
  | { kind: "acknowledge" }
  | { kind: "assign"; to: string | null }
  | { kind: "snooze"; minutes: number };

/** The list, with its filters in the address, and what one does about the rows that are ticked. */
export function Inbox({ canAct, onRules }: { canAct: boolean; onRules: () => void }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const { asked, set } = useAsked();
  const rules = useQuery({
    queryKey: ["alert-rules", park.code, "any"],
    queryFn: () => getAlertRules(park.code, { limit: 1 }),
  });
  const query = useInfiniteQuery({
    queryKey: ["alerts", park.code, asked],
    queryFn: ({ pageParam }) => getAlerts(park.code, asked, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: page => page.cursor ?? undefined,
    refetchInterval: REFRESH_MS,
  });
  const alerts = query.data?.pages.flatMap(page => page.items) ?? [];
  const people = query.data?.pages[0]?.people ?? [];
  const picked = alerts.filter(alert => chosen.has(alert.id) && alert.resolved_at === null);
  const acting = useMutation({
    mutationFn: (act: Act) => perform(park.code, act, picked),
    onSuccess: async () => {
      setChosen(new Set());
      await client.invalidateQueries({ queryKey: ["alerts", park.code] });
      await client.invalidateQueries({ queryKey: ["alert-counts", park.code] });
    },
  });
  const toggle = (id: number) =>
    setChosen(old => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const hasNoRules = rules.data?.rules.length === 0;
  return (
    <Card
      title={t("alerts.tab_inbox")}
      summary={t("alerts.inbox_sub")}
      className="health-findings"
      actions={
        <Segmented
          label={t("health.state")}
          value={asked.state}
          options={STATES.map(value => ({ value, label: t(`alerts.state_${value}`) }))}
          onChange={value => set("state", value === "open" ? "" : value)}
        />
      }
    >
      <div className="alert-filters">
        <Choice
          label={t("health.severity")}
          value={asked.severity ?? ""}
          options={SEVERITIES.map(one => [one, t(`health.severity_${one}`)])}
          onChange={value => set("severity", value)}
        />
        <Choice
          label={t("alerts.kind")}
          value={asked.template ?? ""}
          options={(rules.data?.templates ?? []).map(one => [
            one.template,
            t(`alerts.template_${one.template}`),
          ])}
          onChange={value => set("template", value)}
        />
        <Choice
          label={t("alerts.assignee")}
          value={asked.assignee ?? ""}
          options={people.map(one => [one, one])}
          onChange={value => set("assignee", value)}
        />
      </div>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton health-skeleton" aria-busy="true" />}
      {query.data && alerts.length === 0 && (
        <Empty
          title={t(hasNoRules ? "alerts.no_rules" : "alerts.none")}
          hint={t(hasNoRules ? "alerts.no_rules_hint" : "alerts.none_hint")}
          action={
            hasNoRules &&
            canAct && (
              <button type="button" className="button primary" onClick={onRules}>
                {t("alerts.first_rule")}
              </button>
            )
          }
        />
      )}
      {canAct && picked.length > 0 && (
        <Actions
          count={picked.length}
          people={people}
          isBusy={acting.isPending}
          error={acting.error}
          onAcknowledge={() => acting.mutate({ kind: "acknowledge" })}
          onAssign={to => acting.mutate({ kind: "assign", to })}
          onSnooze={minutes => acting.mutate({ kind: "snooze", minutes })}
        />
      )}
      {alerts.length > 0 && (
        <Scroll label={t("alerts.tab_inbox")}>
          <table className="table health-table alert-table">
            <thead>
              <tr>
                {canAct && (
                  <th scope="col">
                    <span className="sr-only">{t("alerts.choose")}</span>
                  </th>
                )}
                <th scope="col">{t("alerts.what")}</th>
                <th scope="col">{t("alerts.where")}</th>
                <th scope="col">{t("alerts.since")}</th>
                <th scope="col">{t("alerts.done")}</th>
                <th scope="col">
                  <span className="sr-only">{t("quarantine.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {alerts.map(alert => (
                <AlertRow
                  key={alert.id}
                  alert={alert}
                  park={park.code}
                  format={format}
                  isChosen={chosen.has(alert.id)}
                  isMine={role !== "enterprise" || alert.own}
                  onToggle={canAct ? () => toggle(alert.id) : undefined}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
          {t("quarantine.more")}
        </button>
      )}
    </Card>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: [string, string][];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <label>
      {label}{" "}
      <select value={value} onChange={event => onChange(event.target.value)}>
        <option value="">{t("health.any")}</option>
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is asked for, as it stands in the address. */
function useAsked() {
  const [params, setParams] = useSearchParams();
  const text = (name: string) => {
    const value = params.get(name);
    return value ? { [name]: value } : {};
  };
  const asked: AlertQuery = {
    state: STATES.find(one => one === params.get("state")) ?? "open",
    ...(SEVERITIES.some(one => one === params.get("severity")) && text("severity")),
    ...(text("template") as { template?: AlertTemplate }),
    ...text("assignee"),
    ...text("enterprise"),
  };
  const set = (name: string, value: string) =>
    setParams(
      old => {
        const next = new URLSearchParams(old);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return { asked, set };
}

function perform(park: string, act: Act, picked: Alert[]) {
  const ids = picked.map(alert => alert.id);
  if (act.kind === "acknowledge") return acknowledgeAlerts(park, ids);
  if (act.kind === "assign") return assignAlerts(park, ids, act.to);
  return snoozeAlerts(park, ids, act.minutes);
}
