import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ExplainQuery, getExplanation, getLive } from "../../api/calls";
import { ProblemError } from "../../api/problem";
import type { Explanation } from "../../api/types";
import { type Format, useFormat } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { liveStore } from "../live/store";
import { CopyLink } from "./CopyLink";
import type { Asked } from "./context";
import { TermTable } from "./TermTable";
import { showQuantity } from "./units";
import "../../styles/explain.css";

interface Props {
  query: ExplainQuery;
  /** Asks about the current figure instead, where the one asked about is no longer kept. */
  onCurrent: (asked: Asked) => void;
}

/** How a number was made, down to the readings. */
export function ExplainBody({ query, onCurrent }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { data, error, refetch } = useQuery({
    queryKey: ["explain", park.code, query],
    queryFn: () => getExplanation(park.code, query),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error instanceof ProblemError && error.status === 410)
    return <Expired query={query} park={park.code} onCurrent={onCurrent} />;
  if (error)
    return (
      <div className="explain">
        <Problem error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!data)
    return (
      <div className="explain" aria-busy="true" role="status" aria-label={t("app.loading")}>
        <div className="skeleton explain-skeleton" />
      </div>
    );
  return <Explained explanation={data} />;
}

function Explained({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const unit = `t ${gasText(explanation.gas)}${explanation.unit === "g/h" ? "/h" : ""}`;
  const { formula } = explanation;
  const isPart = explanation.by !== null && explanation.total !== 0;
  const isMoment = explanation.from_time === explanation.time;
  return (
    <div className="explain">
      <header className="explain-head">
        <h2>{useTitle(explanation, format)}</h2>
        <ExplainedValue explanation={explanation} format={format} unit={unit} />
        {isPart && (
          <p className="note">
            {t("explain.part_of", {
              share: format.percent(explanation.value / explanation.total),
              total: `${format.tonnes(explanation.total)} ${unit}`,
            })}
          </p>
        )}
      </header>
      <dl className="facts">
        <dt>{t("explain.how")}</dt>
        <dd>
          <span className="symbols">{label("symbols", formula.code)}</span>
          <span>{label("formula", formula.code)}</span>
        </dd>
        <dt>{t("explain.method")}</dt>
        <dd>{label("method", explanation.method)}</dd>
        {explanation.ratio && <RatioFacts ratio={explanation.ratio} format={format} />}
        <dt>{t(isMoment ? "explain.moment" : "explain.period")}</dt>
        <dd>
          {!isMoment && `${format.dateTime(explanation.from_time)} \u2013 `}
          {format.dateTime(explanation.time)}
        </dd>
      </dl>
      <TermTable explanation={explanation} format={format} unit={unit} />
      {location.pathname.endsWith("/explain") && <CopyLink />}
    </div>
  );
}

interface ValueProps {
  explanation: Explanation;
  format: Format;
  unit: string;
}

/** The figure itself: the sum of the terms, or where it divides them, the quotient. */
function ExplainedValue({ explanation, format, unit }: ValueProps) {
  const { ratio, gas, value } = explanation;
  if (!ratio || ratio.value === null)
    return (
      <p className="explain-value">
        {format.tonnes(value)} <span className="unit">{unit}</span>
      </p>
    );
  return (
    <p className="explain-value" data-explain-ratio={ratio.value}>
      {format.number(ratio.value / 1000, 4)} <span className="unit">kg {gasText(gas)}/kWh</span>
    </p>
  );
}

/** The electricity used: what the terms purchase, and what is generated here or delivered to the grid. */
function RatioFacts({ ratio, format }: { ratio: NonNullable<Explanation["ratio"]>; format: Format }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{t("explain.denominator")}</dt>
      <dd>
        <span>{showQuantity(ratio.denominator, ratio.denominator_unit, format)}</span>
        {ratio.points.map(point => (
          <span key={point.point} className="note">
            {point.weight > 0 ? "+" : "\u2212"} {format.name(point)}:{" "}
            {format.number(point.value * point.multiplier, 1)} {point.unit}
          </span>
        ))}
      </dd>
    </>
  );
}

function useTitle(explanation: Explanation, format: Format): string {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const { by, key, figure } = explanation;
  const whole =
    figure === "interval"
      ? `${t("live.rate")}, ${format.dateTime(explanation.from_time)}`
      : t(figure === "yesterday" ? "explain.yesterday" : `live.${figure}`);
  const ownerName = (code: string) => {
    const found = liveStore(park.code)
      .get()
      .frame?.enterprises.find(item => item.key === code);
    return found ? format.name(found) : code;
  };
  if (by === null) return whole;
  if (by === "transfers" || by === "unallocated") return `${whole} · ${t(`live.${by}`)}`;
  if (by === "flow") {
    const [carrier = "", scene = "", owner = ""] = (key ?? "").split("|");
    return `${whole} · ${label("carrier", carrier)} → ${label("scene", scene)} → ${owner ? ownerName(owner) : t("live.unallocated")}`;
  }
  if (by === "enterprise") return `${whole} · ${ownerName(key ?? "")}`;
  return `${whole} · ${label(by as "scope" | "scene" | "carrier", key ?? "")}`;
}

function Expired({ query, park, onCurrent }: Props & { park: string }) {
  const { t } = useTranslation();
  const current = async () => {
    const { frame } = await getLive(park);
    const { frame: _frame, totals: _totals, start: _start, ...rest } = query;
    const { totals, today } = frame;
    if (query.figure === "today") onCurrent({ query: { ...rest, totals }, clicked: today.value });
    else if (query.figure === "yesterday")
      onCurrent({ query: { ...rest, totals }, clicked: today.yesterday ?? 0 });
    else if (query.figure === "intensity")
      onCurrent({ query: { ...rest, frame: frame.seq }, clicked: frame.intensity.value ?? 0 });
    else onCurrent({ query: { ...rest, figure: "now", frame: frame.seq }, clicked: frame.now.value });
  };
  return (
    <div className="explain">
      <div className="empty" role="alert">
        <strong>{t("explain.expired")}</strong>
        <p>{t("explain.expired_hint")}</p>
        <button type="button" className="button primary" onClick={() => void current()}>
          {t("explain.current")}
        </button>
      </div>
    </div>
  );
}
