import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getLedger, getReadings } from "../../api/calls";
import type { ExplainedPoint, Explanation, LedgerHour, Reading, Term } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { BatchName } from "../../ui/BatchName";
import { useOwnPages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { RecordsTable } from "../../ui/RecordsTable";
import { showFactor, showQuantity } from "./units";
import { useWords } from "./words";

interface Props {
  term: Term;
  explanation: Explanation;
  format: Format;
}

const HOUR_MS = 3_600_000;
const LIVE_READINGS_MS = 10 * 60_000;

/** One term in full: its formula and factor, its meters, ledger hours, readings and the batches that brought them. */
export function TermDetail({ term, explanation, format }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(term.points[0]?.point ?? null);
  const isReported = term.points.find(point => point.point === chosen)?.reported;
  return (
    <div className="detail">
      <FactorFacts term={term} format={format} />
      <section>
        <h3>{t("explain.points")}</h3>
        {term.points.length === 0 && <p className="note">{t("explain.no_points")}</p>}
        <ul className="points">
          {term.points.map(point => (
            <li key={point.point}>
              <PointButton
                point={point}
                isChosen={point.point === chosen}
                onChoose={() => setChosen(point.point)}
                format={format}
              />
            </li>
          ))}
        </ul>
      </section>
      {chosen && isReported && <PointRecords point={chosen} explanation={explanation} format={format} />}
      {chosen && !isReported && <ReadingsTable point={chosen} explanation={explanation} format={format} />}
      <LedgerTable term={term} explanation={explanation} format={format} />
    </div>
  );
}

function FactorFacts({ term, format }: { term: Term; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { factor } = term;
  const words = useWords(term.formula);
  const components = Object.entries(factor.components).filter(([, value]) => typeof value === "number");
  return (
    <dl className="facts facts-small">
      <dt>{t("explain.how")}</dt>
      <dd>
        <span className="symbols">{term.formula.text}</span>
        {words}
        {term.formula.citation && <span className="note"> · {term.formula.citation}</span>}
        {components.length > 0 && (
          <span className="symbols">
            {components
              .map(([name, value]) => `${name} = ${showFactor(value as number, format)}`)
              .join(" · ")}
          </span>
        )}
      </dd>
      <dt>{t("explain.citation")}</dt>
      <dd>
        {factor.citation}
        {factor.source_ref && (
          <>
            {" "}
            {/^https?:\/\//.test(factor.source_ref) ? (
              <a href={factor.source_ref} rel="noreferrer" target="_blank">
                {factor.source_ref}
              </a>
            ) : (
              <span className="note">{factor.source_ref}</span>
            )}
          </>
        )}
      </dd>
      <dt>{t("explain.region")}</dt>
      <dd>
        {factor.region} · {factor.publisher} · {t("explain.grade")} {label("grade", factor.grade)}
      </dd>
    </dl>
  );
}

interface PointProps {
  point: ExplainedPoint;
  isChosen: boolean;
  onChoose: () => void;
  format: Format;
}

function PointButton({ point, isChosen, onChoose, format }: PointProps) {
  const { t } = useTranslation();
  return (
    <button type="button" className="point" aria-pressed={isChosen} onClick={onChoose}>
      <span>
        {format.name(point)} <code>{point.point}</code>
      </span>
      <span className="right">
        {point.weight < 0 && <span className="chip">{t("explain.weight_minus")}</span>}{" "}
        {showQuantity(point.value, point.unit, format)}
        {point.multiplier !== 1 && ` × ${format.number(point.multiplier, point.multiplier % 1 ? 2 : 0)}`}
        <span className="note"> {format.clock(point.time)}</span>
      </span>
    </button>
  );
}

interface OfPoint {
  point: string;
  explanation: Explanation;
  format: Format;
}

function PointRecords({ point, explanation, format }: OfPoint) {
  const { t } = useTranslation();
  const pages = useOwnPages();
  return (
    <section>
      <h3>
        {t("recorded.records")} <code>{point}</code>
      </h3>
      <RecordsTable {...{ point, format, pages }} from={explanation.from_time} to={explanation.time} />
    </section>
  );
}

function ReadingsTable({ point, explanation, format }: OfPoint) {
  const { t } = useTranslation();
  const { park } = usePark();
  const to = explanation.time + 1;
  const from = explanation.figure === "now" ? to - LIVE_READINGS_MS : explanation.from_time;
  const query = useInfiniteQuery({
    queryKey: ["readings", park.code, point, from, to],
    queryFn: ({ pageParam }) => getReadings(park.code, point, from, to, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.cursor ?? undefined,
  });
  const rows = query.data?.pages.flatMap(page => page.readings) ?? [];
  const archived = query.data?.pages[0]?.archived ?? [];
  return (
    <section>
      <h3>
        {t("explain.readings")} <code>{point}</code>
      </h3>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {archived.map(span => (
        <p className="note" key={span.file}>
          {t("explain.archived", {
            from: format.dateTime(span.from_time),
            to: format.dateTime(span.to_time),
            file: span.file,
            sha256: span.sha256,
          })}
        </p>
      ))}
      {query.data && rows.length + archived.length === 0 && (
        <p className="note">{t("explain.no_readings")}</p>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="detail-scroll" tabIndex={0} aria-label={t("explain.readings")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("live.time")}</th>
                <th scope="col" className="right">
                  {t("explain.reading_value")}
                </th>
                <th scope="col">{t("explain.reading_quality")}</th>
                <th scope="col">{t("explain.batch")}</th>
                <th scope="col">{t("explain.received")}</th>
                <th scope="col">{t("explain.hash")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(reading => (
                <ReadingRow key={reading.time} reading={reading} format={format} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {query.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("explain.more")}
        </button>
      )}
    </section>
  );
}

function ReadingRow({ reading, format }: { reading: Reading; format: Format }) {
  const { t } = useTranslation();
  const { batch } = reading;
  const value = reading.exact ?? (reading.value === null ? "\u2013" : String(reading.value));
  return (
    <tr data-testid="reading">
      <td className="nowrap">{format.dateTime(reading.time)}</td>
      <td className="right">{value}</td>
      <td>
        {reading.quality === 0
          ? t("explain.good")
          : t("explain.bad", { code: `0x${reading.quality.toString(16).toUpperCase().padStart(8, "0")}` })}
      </td>
      <td className="nowrap">
        <BatchName batch={batch} />
      </td>
      <td className="nowrap">{format.clock(batch.received_at)}</td>
      <td>
        <code title={batch.sha256}>{batch.sha256.slice(0, 12)}</code>
      </td>
    </tr>
  );
}

function LedgerTable({ term, explanation, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const to = Math.ceil(explanation.time / HOUR_MS) * HOUR_MS;
  const from =
    explanation.figure === "today"
      ? explanation.from_time
      : Math.floor(explanation.time / HOUR_MS - 6) * HOUR_MS;
  const query = useQuery({
    queryKey: ["ledger", park.code, term.source, from, to],
    queryFn: () => getLedger(park.code, term.source, from, to),
  });
  const hours = query.data?.hours ?? [];
  return (
    <section>
      <h3>{t("explain.ledger")}</h3>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && hours.length === 0 && <p className="note">{t("explain.no_ledger")}</p>}
      {hours.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="detail-scroll" tabIndex={0} aria-label={t("explain.ledger")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("explain.hour")}</th>
                <th scope="col">{t("explain.state")}</th>
                <th scope="col" className="right">
                  {t("explain.quantity")}
                </th>
                <th scope="col">{t("explain.factor")}</th>
                <th scope="col" className="right">
                  kg
                </th>
              </tr>
            </thead>
            <tbody>
              {hours.map(hour => (
                <tr
                  key={`${hour.hour}/${hour.revision}`}
                  className={hour.superseded_at === null ? "" : "is-superseded"}
                >
                  <td className="nowrap">{format.dateTime(hour.hour).slice(0, -3)}</td>
                  <td>
                    {t(`explain.${hour.state}`)}
                    {hour.revision > 1 && ` · ${t("explain.revision")} ${hour.revision}`}
                    {hour.superseded_at === null && (
                      <LockMark hour={hour} source={term.source} format={format} />
                    )}
                  </td>
                  <td className="right">{showQuantity(hour.quantity, term.quantity_unit, format)}</td>
                  <td>
                    <code>{hour.factor.version}</code>
                  </td>
                  <td className="right">{format.number(hour.co2_mg / 1e6, 3)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

/** That an hour is locked, and that it would be another by what is known now; where one decides on it. */
function LockMark({ hour, source, format }: { hour: LedgerHour; source: string; format: Format }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  if (!hour.locked && !hour.pending) return null;
  const change = hour.pending ? ((hour.pending.co2_mg ?? 0) - hour.co2_mg) / 1e6 : 0;
  const text = hour.pending
    ? t("explain.pending", { value: `${change > 0 ? "+" : ""}${format.number(change, 3)} kg` })
    : t("explain.locked");
  const className = hour.pending ? "chip chip-warn" : "chip";
  // An enterprise sees that its hour is locked; periods are the operators' to decide on.
  if (role === "enterprise") return <span className={className}>{text}</span>;
  return (
    <Link
      className={className}
      to={`/p/${park.code}/locks${hour.pending ? `?source=${source}` : ""}`}
      data-testid="hour-locked"
    >
      {text}
    </Link>
  );
}
