import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getSource, type SourceDetail } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { type Doing, SourceActions } from "./SourceActions";
import { amountText, recentText, word } from "./words";

interface Props {
  code: string;
  canWrite: boolean;
  doing: Doing | null;
  onDoing: (doing: Doing | null, code?: string) => void;
  onClose: () => void;
  format: Format;
}

/** A source explained: formula, points, factor with its citation, scenes, and what was done to it. */
export function SourceCard({ code, canWrite, doing, onDoing, onClose, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = useQuery({
    queryKey: ["source", park.code, code],
    queryFn: () => getSource(park.code, code),
  });
  if (query.error)
    return (
      <div className="stack">
        <Problem error={query.error} onRetry={() => void query.refetch()} />
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={onClose} data-testid="source-close">
            {t("app.close")}
          </button>
        </p>
      </div>
    );
  if (!query.data) return <div className="card skeleton meters-skeleton" />;
  const { source } = query.data;
  return (
    <Card title={format.name(source)} summary={`${word(t, "category", source.category)} · ${source.code}`}>
      <div data-testid="source-card">
        <Facts detail={query.data} format={format} />
        <SourceActions
          key={doing}
          detail={query.data}
          canWrite={canWrite}
          doing={doing}
          onDoing={onDoing}
          onClose={onClose}
          format={format}
        />
      </div>
    </Card>
  );
}

function Facts({ detail, format }: { detail: SourceDetail; format: Format }) {
  const { t, i18n } = useTranslation();
  const label = useLabels();
  const { source, formula } = detail;
  const factor = source.factor;
  return (
    <dl className="facts">
      {formula && (
        <>
          <dt>{t("emissions.formula")}</dt>
          <dd>
            <p>{formula.symbols}</p>
            <p className="note">{i18n.language.startsWith("zh") ? formula.words_zh : formula.words_en}</p>
            <p className="note">{formula.citation}</p>
          </dd>
        </>
      )}
      <dt>{t("explain.points")}</dt>
      <dd>
        {source.activity.length === 0 && word(t, "state", "no_points")}
        {source.activity.map(term => (
          <p key={term.point}>
            {term.weight < 0 ? "− " : "+ "}
            {format.name(term)}{" "}
            <span className="note">{`${term.point} · ${label("carrier", term.carrier)} · ${term.unit}`}</span>
          </p>
        ))}
      </dd>
      <dt>{t("explain.factor")}</dt>
      <dd>
        {factor ? (
          <>
            <p>{`${factor.value} ${factor.unit} (${factor.version}, ${factor.region}, ${t("explain.grade")} ${factor.grade})`}</p>
            <p className="note">{factor.citation}</p>
          </>
        ) : (
          t("emissions.no_factor_hint", { factor: source.factor_name, gas: source.gas })
        )}
      </dd>
      <dt>{t("emissions.recent")}</dt>
      <dd>
        {`${recentText(source, format)} ${source.gas}`}
        {source.recent && <p className="note">{amountText(source.recent.quantity, source.base, format)}</p>}
      </dd>
      <dt>{t("emissions.scenes")}</dt>
      <dd>
        {source.scenes.map(share => (
          <p key={`${share.scene} ${share.from}`}>
            {`${label("scene", share.scene)} ${format.percent(Number(share.share), 0)}`}
            {share.from > "1970-01-01" && <span className="note">{` ${share.from} –`}</span>}
            {share.to && <span className="note">{` – ${share.to}`}</span>}
          </p>
        ))}
      </dd>
      {(source.valid_from || source.valid_to || source.replaces) && (
        <>
          <dt>{t("emissions.valid")}</dt>
          <dd>
            {`${source.valid_from ? format.dayOf(source.valid_from) : "…"} – ${source.valid_to ? format.dayOf(source.valid_to) : "…"}`}
            {source.replaces && (
              <p className="note">{t("emissions.replaces", { source: source.replaces })}</p>
            )}
          </dd>
        </>
      )}
      <dt>{t("emissions.history")}</dt>
      <dd>
        {detail.changes.length === 0 && t("emissions.from_file")}
        {detail.changes.map(change => (
          <p key={`${change.time} ${change.action}`}>
            {`${format.dateTime(change.time)} ${word(t, "action", change.action)} · ${change.author}`}
            <span className="note">{` ${change.reason}`}</span>
          </p>
        ))}
      </dd>
    </dl>
  );
}
