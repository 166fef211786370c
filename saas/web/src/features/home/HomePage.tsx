import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { getEnterprises } from "../../api/enterprises";
import { type EnterpriseHome, getHome, type HomeStep, type HomeTask } from "../../api/home";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { BudgetCard } from "./BudgetCard";
import { MonthCard } from "./MonthCard";
import { placeOf, STEP_PLACES, TASK_PLACES } from "./places";
import "../../styles/live.css";
import "../../styles/meters.css";
import "../../styles/budgets.css";
import "../../styles/inventory.css";
import "../../styles/home.css";

const REFRESH_MS = 60_000;
const STALE_MS = 3_600_000;
const MONTHLY: HomeStep["step"][] = ["production", "bills"];

/** What must I do, and how am I doing? An enterprise's own start page. */
export function Component() {
  const { t } = useTranslation();
  const { park, enterprise: own } = usePark();
  const format = useFormat(park.timezone);
  const [params, setParams] = useSearchParams();
  const owned = useQuery({
    queryKey: ["enterprises", park.code],
    queryFn: () => getEnterprises(park.code),
    enabled: own === null,
  });
  const enterprises = owned.data?.enterprises ?? [];
  const code = own?.code ?? params.get("enterprise") ?? enterprises[0]?.code ?? null;
  const found = useQuery({
    queryKey: ["home", park.code, code],
    queryFn: () => getHome(park.code, code ?? ""),
    enabled: code !== null,
    refetchInterval: REFRESH_MS,
  });
  const error = owned.error ?? found.error;
  const retry = () => void (owned.error ? owned.refetch() : found.refetch());
  return (
    <div className="page home-page">
      <TopSlot>
        <h1>{found.data ? format.name(found.data) : t("app.home")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t(own ? "home.lead" : "home.lead_other")}</p>
        {own === null && enterprises.length > 0 && (
          <label>
            {t("home.enterprise")}{" "}
            <select
              value={code ?? ""}
              onChange={event => setParams({ enterprise: event.target.value }, { replace: true })}
              data-testid="home-enterprise"
            >
              {enterprises.map(one => (
                <option key={one.code} value={one.code}>
                  {format.name(one)}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      {error && <Problem error={error} onRetry={retry} />}
      {owned.data && enterprises.length === 0 && (
        <div className="card">
          <Empty title={t("home.no_enterprise")} hint={t("home.no_enterprise_hint")} />
        </div>
      )}
      {!error && !found.data && code !== null && (
        <div className="card skeleton plan-skeleton" aria-busy="true" />
      )}
      {found.data && <Home key={found.data.enterprise} home={found.data} format={format} />}
    </div>
  );
}

function Home({ home, format }: { home: EnterpriseHome; format: Format }) {
  // Bills and production come again each month: once all else is done, the month itself goes first.
  const isSetUp = home.steps.every(
    step => MONTHLY.includes(step.step) || step.state === "done" || step.state === "withheld",
  );
  const setup = <Setup home={home} isOpen={!isSetUp || home.steps.some(step => step.state === "open")} />;
  if (home.is_first_run) return setup;
  return (
    <>
      <Silence home={home} format={format} />
      {!isSetUp && setup}
      <MonthCard home={home} format={format} />
      <div className="home-grid">
        <Tasks home={home} />
        <BudgetCard enterprise={home.enterprise} format={format} />
      </div>
      {isSetUp && setup}
    </>
  );
}

/** When its meters do not speak: since when, and where to look. */
function Silence({ home, format }: { home: EnterpriseHome; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const isStale = home.last_reading_at !== null && Date.now() - home.last_reading_at > STALE_MS;
  if (home.silent === 0 && !isStale) return null;
  return (
    <p className="home-silence" role="status" data-testid="home-silence">
      {home.last_reading_at !== null &&
        t("home.last_reading", { time: format.dateTime(home.last_reading_at) })}{" "}
      {home.silent > 0 && (
        <Link to={`/p/${park.code}/health?enterprise=${home.enterprise}`}>
          {t("home.silent", { count: home.silent })}
        </Link>
      )}
    </p>
  );
}

function Setup({ home, isOpen }: { home: EnterpriseHome; isOpen: boolean }) {
  const { t } = useTranslation();
  const done = home.steps.filter(step => step.state === "done").length;
  return (
    <Card
      title={t("home.setup")}
      summary={t(home.is_first_run ? "home.setup_first" : "home.setup_sub", {
        done,
        all: home.steps.length,
      })}
    >
      <details className="home-steps" open={isOpen}>
        <summary>{t("home.steps")}</summary>
        <ol data-testid="home-steps">
          {home.steps.map(step => (
            <Step key={step.step} step={step} enterprise={home.enterprise} />
          ))}
        </ol>
      </details>
    </Card>
  );
}

const MARKS: Record<HomeStep["state"], string> = {
  done: "\u2713",
  open: "\u25cb",
  waiting: "\u2026",
  withheld: "\u2013",
};

function Step({ step, enterprise }: { step: HomeStep; enterprise: string }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const canDo = step.state === "open" && (role !== "verifier" || step.step === "readings");
  return (
    <li data-step={step.step} data-state={step.state}>
      <span className="home-mark" aria-hidden="true">
        {MARKS[step.state]}
      </span>
      <span>
        <strong>{t(`home.step.${step.step}`)}</strong>{" "}
        <span className={`chip home-${step.state}`}>{t(`home.state.${step.state}`)}</span>
        <br />
        <span className="note">{t(`home.step_hint.${step.step}`)}</span>
      </span>
      {canDo && (
        <Link
          className="button"
          to={placeOf(park.code, STEP_PLACES[step.step], { enterprise, year: step.year })}
        >
          {t(`home.step_do.${step.step}`)}
        </Link>
      )}
    </li>
  );
}

function Tasks({ home }: { home: EnterpriseHome }) {
  const { t } = useTranslation();
  const count = home.tasks.length;
  return (
    <Card title={t("home.tasks")} summary={t("home.tasks_sub", { count })}>
      {count === 0 ? (
        <Empty title={t("home.no_tasks")} hint={t("home.no_tasks_hint")} />
      ) : (
        <ul className="home-tasks" data-testid="home-tasks">
          {home.tasks.map(task => (
            <Task
              key={`${task.task} ${task.reports} ${task.year}`}
              task={task}
              enterprise={home.enterprise}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Task({ task, enterprise }: { task: HomeTask; enterprise: string }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const label = useLabels();
  return (
    <li>
      <Link to={placeOf(park.code, TASK_PLACES[task.task], { enterprise, ...task })} data-task={task.task}>
        <strong className="home-count">{task.count}</strong>
        <span>
          {t(`home.task.${task.task}`)}
          <span className="note">
            {" "}
            {task.reports && task.of.length === 0 && `${t(`activity.tab.${task.reports}`)} · ${task.year}`}
            {task.of.map(one => label("carrier", one)).join(t("benchmark.comma"))}
          </span>
        </span>
        <span aria-hidden="true">{"\u203a"}</span>
      </Link>
    </li>
  );
}
