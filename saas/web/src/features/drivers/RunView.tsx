import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type AnalysisRun, cancelAnalysis, getAnalysis, type Note } from "../../api/analyses";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { DecouplingView } from "./DecouplingView";
import { LmdiView } from "./LmdiView";
import { StirpatView } from "./StirpatView";
import { isOpen, nameOf } from "./words";

const POLL_MS = 1000;

/** A run as far as it has come: waiting, an explanation why not, or what was found. */
export function RunView({ run, canStop, format }: { run: number; canStop: boolean; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["analysis", park.code, run],
    queryFn: async () => {
      const found = await getAnalysis(park.code, run);
      if (!isOpen(found)) void client.invalidateQueries({ queryKey: ["analyses", park.code] });
      return found;
    },
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? POLL_MS : false),
  });
  const stopping = useMutation({
    mutationFn: () => cancelAnalysis(park.code, run),
    onSettled: () => query.refetch(),
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data;
  if (!found)
    return <div className="card skeleton drivers-skeleton" role="status" aria-label={t("app.loading")} />;
  return (
    <div className="stack" data-testid="run" data-state={found.state} aria-live="polite">
      {isOpen(found) && (
        <Card title={found.title} summary={t("drivers.waiting")}>
          <p className="factor-progress">
            <progress value={found.progress || undefined} max={1} aria-label={t("drivers.progress")} />
            {canStop && (
              <button
                type="button"
                className="button"
                disabled={stopping.isPending}
                onClick={() => stopping.mutate()}
              >
                {t("drivers.stop")}
              </button>
            )}
          </p>
          {stopping.error && <Problem error={stopping.error} />}
        </Card>
      )}
      {(found.state === "cancelled" || found.state === "failed") && (
        <Card title={found.title} summary={t(`drivers.run.${found.state}`)}>
          <p>{t("drivers.ask_again")}</p>
        </Card>
      )}
      {found.refusal && <Refusal found={found} />}
      {found.results && <Found found={found} format={format} />}
    </div>
  );
}

/** Why these data bear no such model, and what they do bear: a result, not a fault. */
function Refusal({ found }: { found: AnalysisRun }) {
  const { t } = useTranslation();
  const refusal = found.refusal;
  if (!refusal) return null;
  const facts = {
    driver: "",
    ...refusal.facts,
    together: Array.isArray(refusal.facts.together) ? refusal.facts.together.join(", ") : "",
  };
  const say = (part: "why" | "can", otherwise: string) =>
    t(`drivers.refusal.${refusal.code}_${part}` as never, { ...facts, defaultValue: otherwise }) as string;
  return (
    <Card title={t("drivers.refused")} summary={found.title} className="drivers-refusal">
      <p className="strong" data-testid="refusal">
        {say("why", refusal.message)}
      </p>
      <p>{say("can", refusal.remedy)}</p>
      <details>
        <summary>{t("drivers.in_full")}</summary>
        <p className="note">
          {refusal.message} {refusal.remedy}
        </p>
      </details>
    </Card>
  );
}

function Found({ found, format }: { found: AnalysisRun; format: Format }) {
  const { t } = useTranslation();
  const results = found.results;
  if (!results) return null;
  // Only what the park measured itself is known to be tonnes.
  const unit = found.source === "park" ? "t" : "";
  return (
    <>
      {results.notes.length > 0 && <Notes notes={results.notes} />}
      {results.kind === "lmdi" && (
        <LmdiView found={results} unit={unit} computed={found.finished_at} format={format} />
      )}
      {results.kind === "stirpat" && (
        <StirpatView found={results} unit={unit} computed={found.finished_at} format={format} />
      )}
      {results.kind === "decoupling" && <DecouplingView found={results} format={format} />}
      <details className="drivers-record">
        <summary>{t("drivers.record")}</summary>
        <dl>
          <dt>{t("drivers.asked_by")}</dt>
          <dd>
            {found.author} · {format.moment(found.created_at)}
          </dd>
          {found.ledger_known_at && (
            <>
              <dt>{t("drivers.known_at")}</dt>
              <dd>{format.dateTime(found.ledger_known_at)}</dd>
            </>
          )}
          <dt>{t("drivers.seed")}</dt>
          <dd>{found.seed}</dd>
          <dt>{t("drivers.versions")}</dt>
          <dd>{found.code_version}</dd>
          <dt>SHA-256</dt>
          <dd>
            <code className="drivers-hash">{found.results_sha256}</code>
          </dd>
        </dl>
      </details>
    </>
  );
}

function Notes({ notes }: { notes: readonly Note[] }) {
  const { t } = useTranslation();
  const listed = (value: unknown) => (Array.isArray(value) ? value.join(", ") : value);
  return (
    <section className="drivers-notes" aria-label={t("drivers.read_with")}>
      <h3>{t("drivers.read_with")}</h3>
      <ul data-testid="notes">
        {notes.map(note => (
          <li key={note.code} data-code={note.code}>
            {
              t(`drivers.note.${note.code}` as never, {
                ...note.facts,
                drivers: listed(note.facts.drivers),
                lacking: listed(note.facts.lacking),
                item: nameOf(t, String(note.facts.item ?? "")),
                vif: Math.round(Number(note.facts.vif ?? 0)),
                defaultValue: note.message,
              }) as string
            }
          </li>
        ))}
      </ul>
    </section>
  );
}
