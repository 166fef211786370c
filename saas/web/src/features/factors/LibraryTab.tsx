import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { type FactorLine, getFactorSets, getFactors, getNeeds } from "../../api/factors";
import type { Format } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { useDebounced } from "../../lib/useDebounced";
import { useTyped } from "../../lib/useTyped";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { Marks } from "./Marks";
import { NeedsCard } from "./NeedsCard";
import { factorName, validText, valueText } from "./words";

/** Everything that can be looked up, what the park uses first. */
export function LibraryTab({ format }: { format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.get("q") ?? "";
  const set = parameters.get("set") ?? "";
  const kind = parameters.get("show") ?? "";
  const q = useDebounced(text);
  const change = (name: string, value: string) =>
    setParameters(
      old => {
        const next = new URLSearchParams(old);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const query = useInfiniteQuery({
    queryKey: ["factors", park.code, q, set, kind],
    queryFn: ({ pageParam }) =>
      getFactors(park.code, {
        ...(q && { q }),
        ...(set && { set }),
        ...(kind === "used" && { used: true }),
        ...(kind === "in_force" && { in_force: true }),
        after: pageParam,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, page) => sum + page.factors.length, 0);
      return shown < last.total ? shown : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const sets = useQuery({ queryKey: ["factor-sets", park.code], queryFn: () => getFactorSets(park.code) });
  const pages = usePages("needs", "ranked");
  const needs = useQuery({
    queryKey: ["factor-needs", park.code, pages.cursor],
    queryFn: () => getNeeds(park.code, queryBehind(pages)),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap(page => page.factors) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const [typed, type] = useTyped(text, q => change("q", q));
  return (
    <div className="stack">
      {needs.data && (
        <NeedsCard found={needs.data} pages={pages} isOld={needs.isPlaceholderData} format={format} />
      )}
      <Card
        title={t("factors.all")}
        summary={query.data ? t("factors.found", { count: total }) : t("factors.looking")}
      >
        <search className="factor-search">
          <label htmlFor={`${id}-q`}>
            {t("factors.search")}
            <input
              id={`${id}-q`}
              type="search"
              value={typed}
              maxLength={100}
              placeholder={t("factors.search_hint")}
              onChange={event => type(event.target.value)}
              data-testid="factor-search"
            />
          </label>
          <label htmlFor={`${id}-set`}>
            {t("factors.set")}
            <select id={`${id}-set`} value={set} onChange={event => change("set", event.target.value)}>
              <option value="">{t("factors.every_set")}</option>
              {sets.data?.sets.map(item => (
                <option key={item.code} value={item.code}>
                  {item.title}
                </option>
              ))}
            </select>
          </label>
          <label htmlFor={`${id}-show`}>
            {t("factors.show")}
            <select id={`${id}-show`} value={kind} onChange={event => change("show", event.target.value)}>
              <option value="">{t("factors.show_all")}</option>
              <option value="used">{t("factors.show_used")}</option>
              <option value="in_force">{t("factors.show_in_force")}</option>
            </select>
          </label>
        </search>
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="skeleton rows-skeleton" />}
        {query.data && rows.length === 0 && <Empty title={t("factors.none")} hint={t("factors.none_hint")} />}
        {rows.length > 0 && <Lines rows={rows} format={format} />}
        {query.hasNextPage && (
          <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
            {t("health.more")}
          </button>
        )}
      </Card>
      {needs.data && (
        <Card title={t("factors.gaps")} summary={t("factors.gaps_hint")}>
          <dl className="factor-gaps">
            {needs.data.gaps.map(gap => (
              <div key={gap.code}>
                <dt>
                  <span className={`chip ${gap.kind === "gap" ? "chip-warn" : ""}`}>
                    {t(`factors.kind_${gap.kind}` as never)}
                  </span>
                </dt>
                <dd>{format.name({ name_zh: gap.words_zh, name_en: gap.words_en })}</dd>
              </div>
            ))}
          </dl>
        </Card>
      )}
    </div>
  );
}

function Lines({ rows, format }: { rows: FactorLine[]; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  return (
    <Scroll label={t("factors.all")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("factors.factor")}</th>
            <th scope="col">{t("explain.region")}</th>
            <th scope="col" className="right">
              {t("factors.newest")}
            </th>
            <th scope="col">{t("factors.valid")}</th>
            <th scope="col">{t("factors.trust")}</th>
            <th scope="col" className="right">
              {t("factors.versions")}
            </th>
            <th scope="col">{t("factors.here")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => {
            const { newest } = row;
            const key = `${newest.factor} ${newest.gas} ${newest.region}`;
            return (
              <tr key={key} data-testid="factor-line">
                <td>
                  <Link to={`/p/${park.code}/factors/${newest.factor}?region=${newest.region}`}>
                    {factorName(newest, format)}
                  </Link>
                  <span className="term-sub">
                    <code>{newest.factor}</code>
                  </span>
                </td>
                <td>{newest.region}</td>
                <td className="right nowrap">
                  {valueText(newest, format)} <span className="note">{newest.gas}</span>
                </td>
                <td className="nowrap">{validText(t, newest)}</td>
                <td>
                  <Marks version={newest} />
                </td>
                <td className="right">{row.versions}</td>
                <td className="nowrap">
                  {row.used_hours > 0
                    ? t("factors.used_hours", { hours: format.number(row.used_hours) })
                    : row.in_force
                      ? t("factors.in_force")
                      : "\u2013"}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
