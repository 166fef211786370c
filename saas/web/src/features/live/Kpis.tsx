import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Frame } from "../../api/types";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useLabels } from "../../lib/labels";
import { Figure } from "../../ui/Figure";
import { Change } from "./Change";
import { MeterStrip } from "./MeterStrip";

interface Props {
  frame: Frame;
  format: Format;
  /** Where somebody only looks, nothing leads on. */
  isWall?: boolean;
}

/** The figures of the moment, in one strip. */
export function Kpis({ frame, format, isWall = false }: Props) {
  return (
    <div className="kpis">
      <NowKpi frame={frame} format={format} />
      <TodayKpi frame={frame} format={format} isWall={isWall} />
      <IntensityKpi frame={frame} format={format} />
      <ScopesKpi frame={frame} format={format} />
      <MeterStrip meters={frame.meters} format={format} />
    </div>
  );
}

function NowKpi({ frame, format }: Props) {
  const { t } = useTranslation();
  const unit = `t ${gasText(frame.gas)}/h`;
  // Without a single gauge nothing is known; that is not zero.
  const shown = frame.data_time === null ? "\u2013" : format.tonnes(frame.now.value);
  return (
    <section className="kpi kpi-now">
      <h2>{t("live.now")}</h2>
      <p className="kpi-value">
        <Figure
          query={{ figure: "now", frame: frame.seq }}
          value={frame.now.value}
          name={t("live.now")}
          shown={`${shown} ${unit}`}
        >
          {shown}
        </Figure>
        <span className="unit">{unit}</span>
      </p>
      <Change
        value={frame.now.value}
        before={frame.now.yesterday}
        shown={format.tonnes(frame.now.yesterday ?? 0)}
        query={{ figure: "interval", start: frame.now.yesterday_start ?? 0 }}
        format={format}
      />
      {frame.now.live_share !== null && (
        <p className="note">{t("live.live_share", { share: format.percent(frame.now.live_share) })}</p>
      )}
    </section>
  );
}

function TodayKpi({ frame, format, isWall }: Props) {
  const { t } = useTranslation();
  const { today } = frame;
  const unit = `t ${gasText(frame.gas)}`;
  const shown = format.tonnes(today.value, 1);
  return (
    <section className="kpi">
      <h2>{t("live.today")}</h2>
      <p className="kpi-value">
        <Figure
          query={{ figure: "today", totals: frame.totals }}
          value={today.value}
          name={t("live.today")}
          shown={`${shown} ${unit}`}
        >
          {shown}
        </Figure>
        <span className="unit">{unit}</span>
      </p>
      <Change
        value={today.value}
        before={today.yesterday}
        shown={format.tonnes(today.yesterday ?? 0, 1)}
        query={{ figure: "yesterday", totals: frame.totals }}
        format={format}
      />
      <p className="note chips">
        <span>{t("live.as_of", { time: format.minute(today.as_of) })}</span>
        {today.estimated_share > 0 && (
          <span className="chip chip-hatch">
            {t("live.estimated", { share: format.percent(today.estimated_share) })}
          </span>
        )}
        {today.fallback && (
          <span className="chip chip-warn" title={t("live.fallback_hint")}>
            {t("live.fallback")}
          </span>
        )}
      </p>
      {!isWall && (
        <p className="note">
          <Link to={`/p/${frame.park}/drivers`} data-testid="why-month">
            {t("live.why_month")}
          </Link>
        </p>
      )}
    </section>
  );
}

function IntensityKpi({ frame, format }: Props) {
  const { t } = useTranslation();
  const { value } = frame.intensity;
  const unit = `kg ${gasText(frame.gas)}/kWh`;
  return (
    <section className="kpi">
      <h2>{t("live.intensity")}</h2>
      <p className="kpi-value">
        {value === null ? (
          <span>{"\u2013"}</span>
        ) : (
          <Figure
            query={{ figure: "intensity", frame: frame.seq }}
            value={value}
            name={t("live.intensity")}
            shown={`${format.number(value / 1000, 4)} ${unit}`}
          >
            {format.number(value / 1000, 4)}
          </Figure>
        )}
        <span className="unit">{unit}</span>
      </p>
      <p className="note">{value === null ? t("live.intensity_unknown") : t("live.intensity_hint")}</p>
    </section>
  );
}

function ScopesKpi({ frame, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const unit = `t ${gasText(frame.gas)}/h`;
  return (
    <section className="kpi kpi-scopes">
      <h2>{t("live.scopes")}</h2>
      <div className="split" aria-hidden="true">
        {frame.scopes.map(scope => (
          <i
            key={scope.key}
            className={`scope-${scope.key}`}
            style={{ flexGrow: Math.max(0, scope.value) }}
          />
        ))}
      </div>
      <ul className="split-list">
        {frame.scopes.map(scope => (
          <li key={scope.key}>
            <i className={`dot scope-${scope.key}`} aria-hidden="true" />
            <span className="split-name">{label("scope", scope.key)}</span>
            <Figure
              query={{ figure: "now", frame: frame.seq, by: "scope", key: scope.key }}
              value={scope.value}
              name={label("scope", scope.key)}
              shown={`${format.tonnes(scope.value)} ${unit}`}
            >
              {format.tonnes(scope.value)}
            </Figure>
          </li>
        ))}
      </ul>
    </section>
  );
}
