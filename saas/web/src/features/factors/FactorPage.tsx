import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { type FactorTimeline, type FactorVersion, getFactor, getUses } from "../../api/factors";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { showMass } from "../locks/words";
import { Scroll } from "../meter-health/Scroll";
import { Marks } from "./Marks";
import { changeOf, differences, factorName, validText, valueText } from "./words";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/computed.css";
import "../../styles/factors.css";

/** One factor: its values over time, what differs between two of them, where they are from and who used them. */
export function Component() {
  const { t } = useTranslation();
  const { park } = usePark();
  const { factor = "" } = useParams();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const query = useQuery({
    queryKey: ["factor", park.code, factor],
    queryFn: () => getFactor(park.code, factor),
  });
  const found = query.data;
  const regions = [...new Set(found?.versions.map(version => version.region))].sort();
  const asked = parameters.get("region") ?? found?.region ?? "";
  const region = regions.includes(asked) ? asked : (regions[0] ?? "");
  const rows = found?.versions.filter(version => version.region === region) ?? [];
  const newest = rows.at(-1);
  return (
    <div className="page">
      <TopSlot>
        <h1>{newest ? factorName(newest, format) : factor}</h1>
      </TopSlot>
      <header className="page-head">
        <p className="page-sub">
          <Link to={`/p/${park.code}/factors`}>{t("factors.title")}</Link> · <code>{factor}</code>
        </p>
        {regions.length > 1 && (
          <label className="factor-region">
            {t("explain.region")}{" "}
            <select
              value={region}
              onChange={event => setParameters({ region: event.target.value }, { replace: true })}
            >
              {regions.map(name => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {found && (
        <div className="stack">
          <Versions key={region} rows={rows} found={found} format={format} />
          <Uses factor={factor} found={found} format={format} />
        </div>
      )}
    </div>
  );
}

interface VersionsProps {
  rows: FactorVersion[];
  found: FactorTimeline;
  format: Format;
}

function Versions({ rows, found, format }: VersionsProps) {
  const { t } = useTranslation();
  const inForce = new Set(found.in_force);
  const [before, setBefore] = useState(rows.at(-2)?.id ?? 0);
  const [after, setAfter] = useState(rows.at(-1)?.id ?? 0);
  const [one, other] = [rows.find(row => row.id === before), rows.find(row => row.id === after)];
  // Bars compare values of one unit; the others have none.
  const unit = rows.at(-1)?.unit;
  const largest = Math.max(...rows.filter(row => row.unit === unit).map(row => Number(row.value)));
  return (
    <>
      <Card title={t("factors.timeline")} summary={t("factors.timeline_hint", { count: rows.length })}>
        <Scroll label={t("factors.timeline")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("factors.valid")}</th>
                <th scope="col" className="right">
                  {t("factors.value")}
                </th>
                <th scope="col">
                  <span className="sr-only">{t("factors.compared")}</span>
                </th>
                <th scope="col">{t("factors.trust")}</th>
                <th scope="col">{t("explain.citation")}</th>
                {rows.length > 1 && (
                  <>
                    <th scope="col">{t("factors.first")}</th>
                    <th scope="col">{t("factors.second")}</th>
                  </>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.id} data-testid="factor-version">
                  <td className="nowrap">
                    {validText(t, row)}
                    <span className="term-sub">
                      {row.version} · {row.set}
                    </span>
                    {inForce.has(row.id) && <span className="chip chip-good">{t("factors.in_force")}</span>}
                  </td>
                  <td className="right nowrap">
                    {valueText(row, format)} <span className="note">{row.gas}</span>
                    {row.components.map(part => (
                      <span key={part.name} className="term-sub">
                        {t(`factors.part_${part.name}` as never)} {format.plain(Number(part.value))}{" "}
                        {part.unit === "1" ? "" : part.unit}
                      </span>
                    ))}
                  </td>
                  <td>
                    {row.unit === unit && (
                      <span
                        className={`factor-bar ${inForce.has(row.id) ? "" : "is-out"}`}
                        style={{ inlineSize: `${(Number(row.value) / largest) * 8}rem` }}
                      />
                    )}
                  </td>
                  <td>
                    <Marks version={row} />
                  </td>
                  <td className="factor-citation">
                    {row.citation}
                    {row.source_ref &&
                      (/^https?:\/\//.test(row.source_ref) ? (
                        <a href={row.source_ref} rel="noreferrer" target="_blank">
                          {t("factors.open_source")}
                        </a>
                      ) : (
                        <span className="term-sub">{row.source_ref}</span>
                      ))}
                  </td>
                  {rows.length > 1 &&
                    (["first", "second"] as const).map(which => (
                      <td key={which}>
                        <input
                          type="radio"
                          name={which}
                          aria-label={t(`factors.compare_${which}`, { version: `${row.version} ${row.set}` })}
                          checked={row.id === (which === "first" ? before : after)}
                          onChange={() => (which === "first" ? setBefore : setAfter)(row.id)}
                        />
                      </td>
                    ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Card>
      {one && other && one.id !== other.id && <Difference before={one} after={other} format={format} />}
    </>
  );
}

function Difference({
  before,
  after,
  format,
}: {
  before: FactorVersion;
  after: FactorVersion;
  format: Format;
}) {
  const { t } = useTranslation();
  const change = changeOf(before, after);
  const rows: [string, string, string][] = [
    ["value", valueText(before, format), valueText(after, format)],
    ...differences(before, after),
  ];
  return (
    <Card
      title={t("factors.diff")}
      summary={
        change === null
          ? t("factors.diff_units")
          : t("factors.diff_summary", {
              change: `${change > 0 ? "+" : ""}${format.percent(change, 2)}`,
            })
      }
    >
      <table className="table" data-testid="factor-diff">
        <thead>
          <tr>
            <th scope="col">{t("factors.what")}</th>
            <th scope="col">{t("factors.first")}</th>
            <th scope="col">{t("factors.second")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, one, other]) => (
            <tr key={name}>
              <th scope="row">{t(`factors.part_${name}` as never)}</th>
              <td>{one}</td>
              <td>{other}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Uses({ factor, found, format }: { factor: string; found: FactorTimeline; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const versions = new Map(found.versions.map(version => [version.id, version]));
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["factor", park.code, factor, "uses", pages.cursor],
    queryFn: () => getUses(park.code, factor, queryBehind(pages)),
    placeholderData: (former, of) => (of?.queryKey[2] === factor ? former : undefined),
    enabled: found.users > 0,
  });
  const uses = query.data?.uses ?? [];
  return (
    <Card title={t("factors.used_by")} summary={t("factors.used_by_summary", { count: found.users })}>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {found.users === 0 ? (
        <Empty title={t("factors.unused")} hint={t("factors.unused_hint")} />
      ) : (
        <Scroll label={t("factors.used_by")} isShort>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("explain.source")}</th>
                <th scope="col">{t("factors.version")}</th>
                <th scope="col">{t("factors.hours_from_to")}</th>
                <th scope="col" className="right">
                  {t("factors.hours")}
                </th>
                <th scope="col" className="right">
                  CO₂
                </th>
              </tr>
            </thead>
            <tbody>
              {uses.map(use => (
                <tr key={`${use.source} ${use.version}`} data-testid="factor-use">
                  <td>
                    {format.name(use)}
                    <span className="term-sub">
                      <code>{use.source}</code>
                    </span>
                  </td>
                  <td>{versions.get(use.version)?.version ?? use.version}</td>
                  <td>
                    {format.dateTime(use.first_hour).slice(0, -3)} –{" "}
                    {format.dateTime(use.last_hour).slice(0, -3)}
                  </td>
                  <td className="right nowrap">
                    {format.number(use.hours)}
                    {use.fallback_hours > 0 && (
                      <span className="term-sub">
                        {t("factors.as_fallback", { hours: format.number(use.fallback_hours) })}
                      </span>
                    )}
                  </td>
                  <td className="right nowrap">{showMass(use.co2_mg, format)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <Pager
        pages={pages}
        next={query.data?.cursor}
        rows={new Set(uses.map(use => use.source)).size}
        isOld={query.isPlaceholderData}
      />
    </Card>
  );
}
