import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getSources, type SourcesQuery } from "../../api/emissions";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { useDebounced } from "../../lib/useDebounced";
import { useTyped } from "../../lib/useTyped";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { GapsCard } from "./GapsCard";
import { GreenTab } from "./GreenTab";
import { DOINGS } from "./SourceActions";
import { SourceCard } from "./SourceCard";
import { SourceForm } from "./SourceForm";
import { SourcesTable } from "./SourcesTable";
import { word } from "./words";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/computed.css";
import "../../styles/factors.css";

const TABS = ["sources", "green"] as const;

/** What emits, by which formula and factor; points without a source; and green electricity that was bought. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const tab = TABS.find(name => name === parameters.get("tab")) ?? "sources";
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
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("emissions.title")}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">{t("emissions.lead")}</p>
        <Segmented
          label={t("emissions.part")}
          value={tab}
          options={TABS.map(name => ({ value: name, label: t(`emissions.tab.${name}`) }))}
          onChange={next => setParameters(next === "sources" ? {} : { tab: next }, { replace: true })}
        />
      </header>
      {tab === "green" ? (
        <GreenTab canWrite={role !== "verifier"} format={format} />
      ) : (
        <Sources parameters={parameters} change={change} canWrite={role !== "verifier"} />
      )}
    </div>
  );
}

interface Props {
  parameters: URLSearchParams;
  change: (changed: Record<string, string | null>) => void;
  canWrite: boolean;
}

function Sources({ parameters, change, canWrite }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const text = parameters.get("q") ?? "";
  const category = parameters.get("category") ?? "";
  const [typed, type] = useTyped(text, q => change({ q: q || null, page: null }));
  const pages = usePages("page", "ranked");
  const question: SourcesQuery = {
    sort: "category",
    ...queryBehind(pages),
    ...(useDebounced(text) && { q: text }),
    ...(category && { category }),
  };
  const query = useQuery({
    queryKey: ["sources", park.code, question],
    queryFn: () => getSources(park.code, question),
    placeholderData: keepPreviousData,
  });
  const found = query.data?.sources ?? [];
  const isMaking = canWrite && parameters.get("new") !== null;
  const button = canWrite && (
    <button
      type="button"
      className="button primary"
      onClick={() => change({ new: "1", source: null, do: null })}
      data-testid="source-new"
    >
      {t("emissions.add")}
    </button>
  );
  const doing = DOINGS.find(name => name === parameters.get("do")) ?? null;
  const chosen = parameters.get("source");
  const categories = query.data?.categories ?? [];
  const isEmpty = query.data !== undefined && categories.length === 0;
  return (
    <div className="stack">
      {!isMaking && query.data && !isEmpty && canWrite && <p className="wizard-buttons">{button}</p>}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {isMaking && (
        <SourceForm
          point={parameters.get("point")}
          onDone={code => change({ new: null, point: null, ...(code && { source: code }) })}
          format={format}
        />
      )}
      {isEmpty && !isMaking && (
        <Empty title={t("emissions.empty")} hint={t("emissions.empty_hint")} action={button || undefined} />
      )}
      {chosen && (
        <SourceCard
          key={chosen}
          code={chosen}
          canWrite={canWrite}
          doing={doing}
          onDoing={(next, code) => change({ do: next, ...(code && { source: code }) })}
          onClose={() => change({ source: null, do: null })}
          format={format}
        />
      )}
      {!isEmpty && !query.isPending && (
        <>
          <search className="filters">
            <input
              type="search"
              aria-label={t("emissions.search")}
              placeholder={t("emissions.search")}
              maxLength={200}
              value={typed}
              onChange={event => type(event.target.value)}
              data-testid="sources-search"
            />
            <select
              aria-label={t("emissions.category_of")}
              value={category}
              onChange={event => change({ category: event.target.value || null, page: null })}
              data-testid="sources-category"
            >
              <option value="">{t("emissions.all_categories")}</option>
              {(categories.length ? categories : [category].filter(Boolean)).map(name => (
                <option key={name} value={name}>
                  {word(t, "category", name)}
                </option>
              ))}
            </select>
          </search>
          <p className="sr-only" role="status">
            {query.data && !query.isPlaceholderData && t("emissions.count", { count: query.data.total })}
          </p>
          {query.data && found.length > 0 && (
            <SourcesTable
              sources={found}
              total={query.data.total}
              chosen={chosen}
              onChoose={code => change({ source: code, do: null })}
              format={format}
            />
          )}
          {query.data?.total === 0 && <Empty title={t("emissions.none")} hint={t("emissions.none_hint")} />}
          {query.data && (
            <Pager
              pages={pages}
              next={query.data.cursor}
              rows={found.length}
              isOld={query.isPlaceholderData}
            />
          )}
        </>
      )}
      <GapsCard
        canWrite={canWrite}
        onAdd={point => change({ new: "1", point, source: null, do: null })}
        format={format}
      />
    </div>
  );
}
