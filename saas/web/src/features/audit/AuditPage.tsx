import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { auditExportUrl, getAudit, getAuditChain } from "../../api/people";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { AuditTable } from "./AuditTable";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/people.css";

const OUTCOMES = ["all", "done", "refused"] as const;

/** Who changed what, before and after, and whether the record is whole. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("audit.title")}</h1>
      </TopSlot>
      {role === "enterprise" ? (
        <Empty
          title={t("app.forbidden")}
          hint={t("app.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/live`}>
              {t("app.to_live")}
            </Link>
          }
        />
      ) : (
        <Audit />
      )}
    </div>
  );
}

/** How many events an answer has. */
const AUDIT_ROWS = 100;

function Audit() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const outcome = OUTCOMES.find(item => item === parameters.get("outcome")) ?? "all";
  const actor = parameters.get("actor") ?? "";
  const set = (name: string, value: string) =>
    setParameters(
      old => {
        const next = new URLSearchParams(old);
        if (value) next.set(name, value);
        else next.delete(name);
        next.delete("page");
        return next;
      },
      { replace: true },
    );
  const pages = usePages();
  const query = useQuery({
    queryKey: ["audit", park.code, outcome, actor, pages.cursor],
    queryFn: () =>
      getAudit(park.code, { ...(outcome !== "all" && { outcome }), ...(actor && { actor }) }, pages.cursor),
    placeholderData: keepPreviousData,
  });
  const events = query.data?.events ?? [];
  const actors = query.data?.actors ?? [];
  return (
    <>
      <header className="page-head">
        <p className="page-sub">{t("audit.lead")}</p>
        <a className="button" href={auditExportUrl(park.code)} download>
          {t("audit.export")}
        </a>
      </header>
      <Chain />
      <Card
        title={t("audit.events")}
        actions={
          <div className="filters">
            <label>
              <span className="sr-only">{t("audit.who")}</span>
              <select
                value={actor}
                onChange={event => set("actor", event.target.value)}
                data-testid="audit-actor"
              >
                <option value="">{t("audit.everybody")}</option>
                {actors.map(name => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <Segmented
              label={t("audit.outcome")}
              value={outcome}
              options={OUTCOMES.map(value => ({ value, label: t(`audit.outcome_${value}`) }))}
              onChange={value => set("outcome", value === "all" ? "" : value)}
            />
          </div>
        }
      >
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="skeleton rows-skeleton" />}
        {query.data && events.length === 0 && pages.before === 0 && (
          <Empty title={t("audit.none")} hint={t("audit.none_hint")} />
        )}
        {events.length > 0 && <AuditTable events={events} format={format} />}
        <Pager
          pages={pages}
          next={query.data?.cursor}
          rows={events.length}
          size={AUDIT_ROWS}
          isOld={query.isPlaceholderData}
        />
      </Card>
    </>
  );
}

function Chain() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const query = useQuery({ queryKey: ["audit-chain", park.code], queryFn: () => getAuditChain(park.code) });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton chain-skeleton" />;
  const { events, hash, time, broken_at: brokenAt, reason } = query.data;
  const isWhole = brokenAt === null;
  return (
    <section className="card chain" data-testid="audit-chain" data-whole={isWhole}>
      <p className={isWhole ? "chain-good" : "chain-bad"} role={isWhole ? undefined : "alert"}>
        {isWhole
          ? t("audit.whole", {
              number: format.number(events),
              time: time === null ? "\u2013" : format.dateTime(time),
            })
          : t("audit.broken", { number: format.number(brokenAt), reason })}
      </p>
      <p className="note">
        {t("audit.note_down")} <code className="wrap">{`${events}:${hash}`}</code>
      </p>
    </section>
  );
}
