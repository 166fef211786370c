import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getEnterprises } from "../../api/enterprises";
import { getLocks } from "../../api/metering";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Differences } from "./Differences";
import { LockForm } from "./LockForm";
import { LocksTable } from "./LocksTable";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/computed.css";

/** Periods whose ledger stays as it is, and what waits for a decision there. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  if (role === "enterprise")
    return (
      <div className="page">
        <TopSlot>
          <h1>{t("locks.title")}</h1>
        </TopSlot>
        <Empty
          title={t("app.forbidden")}
          hint={t("locks.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/live`}>
              {t("app.to_live")}
            </Link>
          }
        />
      </div>
    );
  return <Locks canDecide={role === "operator"} />;
}

function Locks({ canDecide }: { canDecide: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const query = useQuery({ queryKey: ["locks", park.code], queryFn: () => getLocks(park.code) });
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  const owners = new Map(owned.data?.enterprises.map(item => [item.code, item]) ?? []);
  const isMaking = canDecide && parameters.get("new") !== null;
  const change = (changed: Record<string, string | null>) =>
    setParameters(
      old => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(changed))
          if (value === null) next.delete(name);
          else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const button = canDecide && (
    <button
      type="button"
      className="button primary"
      onClick={() => change({ new: "1" })}
      data-testid="lock-open"
    >
      {t("locks.add")}
    </button>
  );
  const found = query.data?.locks ?? [];
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("locks.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t("locks.lead")}</p>
        {!isMaking && found.length > 0 && button}
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {isMaking && <LockForm owners={owners} format={format} onDone={() => change({ new: null })} />}
      {query.data && found.length === 0 && !isMaking && (
        <Empty
          title={t("locks.empty")}
          hint={t("locks.empty_hint")}
          action={
            button || (
              <Link className="button" to={`/p/${park.code}/live`}>
                {t("app.to_live")}
              </Link>
            )
          }
        />
      )}
      {found.length > 0 && (
        <div className="stack">
          <LocksTable
            locks={found}
            owners={owners}
            chosen={Number(parameters.get("lock")) || null}
            onChoose={lock => change({ lock: lock === null ? null : String(lock) })}
            canDecide={canDecide}
            format={format}
          />
          <Differences
            locks={found}
            owners={owners}
            parameters={parameters}
            change={change}
            canDecide={canDecide}
            format={format}
          />
        </div>
      )}
    </div>
  );
}
