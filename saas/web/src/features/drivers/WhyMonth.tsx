import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getMonthChange, type LmdiResults, type MonthChange } from "../../api/analyses";
import { getEnterprises } from "../../api/enterprises";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { ChartCard } from "../../ui/ChartCard";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { signed, waterfallOf } from "./bars";
import { EffectTable } from "./LmdiView";
import { Waterfall } from "./Waterfall";
import { digitsFor, nameOf, partOf } from "./words";

const MOST_MOVERS = 4;

/** Why is this month up? Its whole days so far against the same days of another month, by the ledger as it is. */
export function WhyMonth({ format }: { format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [parameters, setParameters] = useSearchParams();
  const against = parameters.get("against") === "last_year" ? "last_year" : "last_month";
  const query = useQuery({
    queryKey: ["month-change", park.code, against],
    queryFn: () => getMonthChange(park.code, against),
  });
  const set = (name: string, value: string | null) =>
    setParameters(
      before => {
        const after = new URLSearchParams(before);
        value ? after.set(name, value) : after.delete(name);
        return after;
      },
      { replace: true },
    );
  const found = query.data;
  const isTable = parameters.get("view") === "table";
  return (
    <ChartCard
      title={t("drivers.month.title")}
      summary={found && told(t, format, found)}
      actions={
        <Segmented
          label={t("drivers.month.against")}
          value={against}
          options={[
            { value: "last_month", label: t("drivers.month.last_month") },
            { value: "last_year", label: t("drivers.month.last_year") },
          ]}
          onChange={next => set("against", next === "last_year" ? next : null)}
        />
      }
      isEmpty={!found?.results}
      isTable={isTable}
      onToggle={() => set("view", isTable ? null : "table")}
      testId="month-toggle"
      source="ledger"
      computed={query.dataUpdatedAt || null}
      format={format}
    >
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton health-skeleton" />}
      {found && !found.results && (
        <Empty
          title={t("drivers.month.nothing")}
          hint={t("drivers.month.nothing_hint", { from: found.before.first, to: found.before.last })}
        />
      )}
      {found?.results && <Effects change={found} results={found.results} isTable={isTable} format={format} />}
    </ChartCard>
  );
}

/** One sentence: how much, and what did most of it. */
function told(t: TFunction, format: Format, { before, now, results }: MonthChange): string {
  if (!results) return t("drivers.month.days", { first: now.first, last: now.last });
  const { total, factors } = results;
  const change = total.after - total.before;
  const largest = [...factors].sort((a, b) => (total.effects[b] ?? 0) - (total.effects[a] ?? 0));
  const factor = change > 0 ? largest[0] : largest.at(-1);
  const digits = digitsFor(Math.max(total.before, total.after));
  const days = { now: `${now.first} – ${now.last}`, before: `${before.first} – ${before.last}` };
  if (!total.before || !change) {
    const amount = format.number(total.after, digits);
    return t(change ? "drivers.month.begun" : "drivers.month.same", { ...days, amount });
  }
  return t(change > 0 ? "drivers.month.up" : "drivers.month.down", {
    ...days,
    amount: format.number(Math.abs(change), digits),
    share: format.percent(Math.abs(change) / total.before),
    factor: factor ? nameOf(t, factor) : "",
    effect: signed(format, (factor && total.effects[factor]) || 0, digits),
  });
}

interface Props {
  change: MonthChange;
  results: LmdiResults;
  isTable: boolean;
  format: Format;
}

function Effects({ change, results, isTable, format }: Props) {
  const { t } = useTranslation();
  const { total, factors } = results;
  const digits = digitsFor(Math.max(total.before, total.after));
  const counted = (days: MonthChange["now"]) =>
    t("drivers.month.counted", { first: days.first, days: days.days, weekdays: days.weekdays });
  const bars = waterfallOf(
    total.before,
    total.after,
    factors.map(key => [key, nameOf(t, key), total.effects[key] ?? 0] as const),
    [counted(change.before), counted(change.now)],
    {
      total: value => `${format.number(value, digits)} t`,
      effect: value => signed(format, value, digits),
    },
  );
  const partial = results.notes.find(note => note.code === "partial_periods");
  return (
    <div className="month-change" data-testid="month-change">
      <div>
        {isTable ? (
          <EffectTable found={results} step={total} unit="t" {...{ format, digits }} />
        ) : (
          <Waterfall bars={bars} label={t("drivers.month.title")} />
        )}
        <p className="note">{t("drivers.month.how")}</p>
        {partial && (
          <p className="note" role="note">
            {t("drivers.note.partial_periods" as never, {
              lacking: (partial.facts.lacking as string[]).join(", "),
            })}
          </p>
        )}
      </div>
      <Movers results={results} name="enterprise" {...{ format, digits }} />
      <Movers results={results} name="carrier" {...{ format, digits }} />
    </div>
  );
}

interface MoversProps {
  results: LmdiResults;
  name: "enterprise" | "carrier";
  format: Format;
  digits: number;
}

/** Who or what moved most, both ways. */
function Movers({ results, name, format, digits }: MoversProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  const owners = new Map(owned.data?.enterprises.map(found => [found.code, found]) ?? []);
  const changes = Object.entries(results.groups[name] ?? {}).map(
    ([label, effects]) => [label, Object.values(effects).reduce((a, b) => a + b, 0)] as const,
  );
  const largest = changes.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, MOST_MOVERS);
  const called = (label: string) => {
    const owner = name === "enterprise" ? owners.get(label) : undefined;
    return owner ? format.name(owner) : partOf(t, name, label);
  };
  // A code that turns into a name is worse than a moment's wait.
  if (name === "enterprise" && owned.isPending) return <div className="skeleton health-skeleton" />;
  return (
    <section>
      <h3>{t(`drivers.month.by_${name}`)}</h3>
      <dl className="movers">
        {largest.map(([label, value]) => (
          <div key={label}>
            <dt>{called(label)}</dt>
            <dd>
              {signed(format, value, digits)} <span className="unit">t</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
