import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { type AnalysisKind, getAnalyses } from "../../api/analyses";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { tablesOf } from "../../lib/useTable";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { AskCard } from "./AskCard";
import { RunView } from "./RunView";
import { WhyMonth } from "./WhyMonth";
import { isOpen, KINDS } from "./words";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/computed.css";
import "../../styles/factors.css";
import "../../styles/drivers.css";

const POLL_MS = 2000;

/** Why emissions changed, what would move them, and whether they part from output. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("kind");
  const kind: AnalysisKind = KINDS.find(name => name === asked) ?? "lmdi";
  const pages = usePages();
  const query = useQuery({
    queryKey: ["analyses", park.code, kind, pages.cursor],
    queryFn: () => getAnalyses(park.code, { kind, ...queryOf(pages) }),
    // Runs of another kind are none of this one.
    placeholderData: (old, from) => (from?.queryKey[2] === kind ? old : undefined),
    refetchInterval: ({ state }) => (state.data?.analyses.some(isOpen) ? POLL_MS : false),
  });
  const runs = (query.data?.analyses ?? []).filter(run => run.kind === kind);
  const chosen = Number(parameters.get("run")) || runs[0]?.id;
  // A run of the page that is shown leaves it where it is; another kind, or a new run, begins at the newest.
  const open = (next: AnalysisKind, run?: number, page?: string | null) =>
    setParameters(
      {
        ...(next !== "lmdi" && { kind: next }),
        ...(run && { run: String(run) }),
        ...(page && { page }),
        ...tablesOf(parameters),
      },
      { replace: true },
    );
  const canAsk = role !== "verifier";
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("drivers.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t("drivers.lead")}</p>
        <Segmented
          label={t("drivers.question")}
          value={kind}
          options={KINDS.map(name => ({ value: name, label: t(`drivers.kind.${name}`) }))}
          onChange={next => open(next)}
        />
      </header>
      {kind === "lmdi" && <WhyMonth format={format} />}
      <div className="drivers-grid">
        <div className="stack">
          {canAsk && <AskCard key={kind} kind={kind} onAsked={run => open(kind, run)} />}
          <Card title={t("drivers.runs")} summary={t("drivers.runs_sub")}>
            {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
            {query.isPending && <div className="skeleton health-skeleton" />}
            {query.data && runs.length === 0 && pages.before === 0 && (
              <Empty
                title={t("drivers.no_runs")}
                hint={t(canAsk ? "drivers.no_runs_hint" : "drivers.no_runs_look")}
              />
            )}
            <ul className="drivers-runs">
              {runs.map(run => (
                <li key={run.id}>
                  <button
                    type="button"
                    className="quiet"
                    aria-pressed={run.id === chosen}
                    onClick={() => open(kind, run.id, parameters.get("page"))}
                    data-testid="run-link"
                  >
                    <span className="strong">{run.title}</span>
                    <span className="note">
                      {run.author} · {format.moment(run.created_at)}
                    </span>
                    <span className={`chip${run.state === "done" ? " chip-good" : ""}`}>
                      {t(`drivers.run.${run.state}`)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <Pager
              pages={pages}
              next={query.data?.cursor}
              rows={runs.length}
              isOld={query.isPlaceholderData}
            />
          </Card>
        </div>
        <div className="stack">
          {chosen ? (
            <RunView key={chosen} run={chosen} canStop={canAsk} format={format} />
          ) : (
            <Card title={t(`drivers.kind.${kind}`)}>
              <Empty title={t("drivers.nothing")} hint={t(`drivers.nothing_hint.${kind}`)} />
            </Card>
          )}
        </div>
      </div>
    </div>
  );
}
