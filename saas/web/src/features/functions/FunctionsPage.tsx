import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { functionEvidence, getFunctions, type ParkFunction, rewordFunctions } from "../../api/national";
import { useLanguage } from "../../app/preferences";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import "../../styles/live.css";
import "../../styles/meters.css";
import "../../styles/national.css";

const CHIPS = { live: "chip chip-good", partly: "chip chip-warn", not_live: "chip" } as const;

/** Which of the twelve functions are live in this park, by what it has; the evidence to hand on. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("functions.title")}</h1>
      </TopSlot>
      {role === "enterprise" ? (
        <Empty
          title={t("app.forbidden")}
          hint={t("functions.forbidden_hint")}
          action={
            <Link className="button" to={`/p/${park.code}/live`}>
              {t("app.to_live")}
            </Link>
          }
        />
      ) : (
        <Functions canEdit={role === "operator"} />
      )}
    </div>
  );
}

function Functions({ canEdit }: { canEdit: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const language = useLanguage();
  const format = useFormat(park.timezone);
  const [worded, setWorded] = useState<ParkFunction | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["functions", park.code],
    queryFn: () => getFunctions(park.code),
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <div className="card skeleton meters-skeleton" aria-busy="true" />;
  return (
    <>
      <header className="page-head">
        <p className="page-sub" data-testid="functions-live" data-live={data.live}>
          {t("functions.lead", { live: data.live, of: data.functions.length })}
        </p>
        <a
          className="button primary"
          href={functionEvidence(park.code, language)}
          download
          data-testid="functions-evidence"
        >
          {t("functions.evidence")}
        </a>
      </header>
      <ol className="functions-grid">
        {data.functions.map(one => (
          <FunctionCard
            key={one.code}
            one={one}
            format={format}
            onReword={canEdit ? () => setWorded(one) : undefined}
          />
        ))}
      </ol>
      {worded && (
        <Wording
          key={worded.code}
          one={worded}
          functions={data.functions}
          kept={data.wording?.changed ?? []}
          onDone={() => setWorded(null)}
        />
      )}
      <p className="note">
        {t("functions.source", { source: data.source })}{" "}
        {data.wording &&
          t("functions.wording_by", {
            author: data.wording.author,
            note: data.wording.note,
            at: format.dateTime(data.wording.at),
          })}{" "}
        {t("functions.as_of", { at: format.dateTime(data.as_of) })}
      </p>
    </>
  );
}

interface CardProps {
  one: ParkFunction;
  format: Format;
  onReword: (() => void) | undefined;
}

function FunctionCard({ one, format, onReword }: CardProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  return (
    <li className="card functions-card" data-function={one.code} data-state={one.state}>
      <header>
        <span className="functions-number" aria-hidden="true">
          {one.number}
        </span>
        <h2>{format.name(one)}</h2>
        <span className={CHIPS[one.state]}>{t(`functions.state.${one.state}`)}</span>
      </header>
      <ul className="functions-facts">
        {one.facts.map(fact => (
          <li key={fact.code} className={fact.is_there ? "is-there" : ""}>
            <span aria-hidden="true">{fact.is_there ? "\u2713" : "\u25CB"}</span>{" "}
            {t(`functions.fact.${fact.code}` as never, { count: fact.count })}
            {fact.last !== null && fact.last !== undefined && (
              <span className="note"> · {t("functions.last", { at: format.moment(fact.last) })}</span>
            )}
            {!fact.is_there && (
              <span className="term-sub">
                {fact.needed && `${t("functions.needed")} `}
                {t(`functions.how.${fact.code}` as never)}
              </span>
            )}
          </li>
        ))}
        {one.page === null && <li>{t("functions.no_page")}</li>}
      </ul>
      <p className="row-actions">
        {one.page && (
          <Link className="button" to={`/p/${park.code}/${one.page}`}>
            {t("functions.open")}
            <span className="sr-only"> {format.name(one)}</span>
          </Link>
        )}{" "}
        {onReword && (
          <button type="button" className="quiet" onClick={onReword}>
            {t("functions.reword")}
            <span className="sr-only"> {format.name(one)}</span>
          </button>
        )}
      </p>
    </li>
  );
}

interface WordingProps {
  one: ParkFunction;
  functions: ParkFunction[];
  kept: string[];
  onDone: () => void;
}

/** The park's own words for a function; the other reworded ones stay. */
function Wording({ one, functions, kept, onDone }: WordingProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [text, setText] = useState({ name_zh: one.name_zh, name_en: one.name_en, note: "" });
  const saving = useMutation({
    mutationFn: () => {
      const others = functions.filter(other => kept.includes(other.code) && other.code !== one.code);
      const words = Object.fromEntries(
        others.map(other => [other.code, { name_zh: other.name_zh, name_en: other.name_en }]),
      );
      const own = { name_zh: text.name_zh.trim(), name_en: text.name_en.trim() };
      return rewordFunctions(park.code, { ...words, [one.code]: own }, text.note.trim());
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["functions", park.code] });
      onDone();
    },
  });
  const isWhole = text.name_zh.trim() && text.name_en.trim() && text.note.trim();
  return (
    <Card title={t("functions.reword")} summary={t("functions.reword_hint")}>
      <form
        className="zero-form"
        onSubmit={event => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="zero-fields">
          {(["name_zh", "name_en", "note"] as const).map(name => (
            <div className="field" key={name}>
              <label htmlFor={`${id}-${name}`}>{t(`functions.${name}`)}</label>
              <input
                id={`${id}-${name}`}
                value={text[name]}
                onChange={event => setText({ ...text, [name]: event.target.value })}
                data-testid={`reword-${name}`}
              />
            </div>
          ))}
        </div>
        {saving.error && <Problem error={saving.error} />}
        <p className="row-actions">
          <button
            type="submit"
            className="button primary"
            disabled={!isWhole || saving.isPending}
            data-testid="reword-save"
          >
            {t("functions.reword_save")}
          </button>{" "}
          <button type="button" className="button" onClick={onDone}>
            {t("app.close")}
          </button>
        </p>
      </form>
    </Card>
  );
}
