import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Frame } from "../../api/types";
import { TopSlot } from "../../app/slot";
import type { Handle } from "../../lib/first";
import { type Format, useFormat } from "../../lib/format";
import { useRest } from "../../lib/later";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Kpis } from "./Kpis";
import { LiveRestSkeleton, LiveSkeleton } from "./LiveSkeleton";
import { Ranking } from "./Ranking";
import { RateCard } from "./RateCard";
import { Sankey } from "./Sankey";
import { StreamStatus } from "./StreamStatus";
import { type LiveState, liveStore } from "./store";
import { useLive } from "./useLive";

export const handle: Handle = { askFirst: (_client, { park }) => liveStore(park.code).prepare() };

/** What the park emits now, and whether that is normal. */
export function Component() {
  const { t } = useTranslation();
  const { park, enterprise, role } = usePark();
  const format = useFormat(park.timezone);
  const live = useLive(park.code);
  const { frame } = live;
  return (
    <div className="page live" data-status={live.status}>
      <TopSlot>
        <h1>{enterprise ? format.name(enterprise) : t("live.title")}</h1>
        <p className="page-sub">{frame && format.date(frame.time)}</p>
        <StreamStatus live={live} format={format} />
      </TopSlot>
      {live.problem && <Problem error={live.problem} onRetry={liveStore(park.code).reconnect} />}
      {!frame && !live.problem && <LiveSkeleton />}
      {frame?.data_time === null && (
        <Empty
          title={t("live.empty")}
          hint={t("live.empty_hint")}
          action={
            <div className="actions">
              {role !== "verifier" && (
                <Link className="button primary" to={`/p/${park.code}/connect`} data-testid="connect-open">
                  {t("app.connect")}
                </Link>
              )}
              {role !== "enterprise" && (
                <Link className="button" to={`/p/${park.code}/quarantine`}>
                  {t("live.empty_action")}
                </Link>
              )}
            </div>
          }
        />
      )}
      {frame && (
        <div className="live-grid">
          <Kpis frame={frame} format={format} />
          <Rest park={park.code} timeZone={park.timezone} live={live} frame={frame} format={format} />
        </div>
      )}
    </div>
  );
}

interface RestProps {
  park: string;
  timeZone: string;
  live: LiveState;
  frame: Frame;
  format: Format;
}

/** The line, the flows but for the sentence that says them, and the rankings: after the figures of the moment have been painted. */
function Rest({ park, timeZone, live, frame, format }: RestProps) {
  const { t } = useTranslation();
  const isRest = useRest();
  if (!isRest)
    return <LiveRestSkeleton flows={<Sankey key="flows" frame={frame} format={format} isDrawn={false} />} />;
  return (
    <>
      <RateCard park={park} timeZone={timeZone} live={live} format={format} />
      <Sankey key="flows" frame={frame} format={format} />
      <aside className="live-side" aria-label={t("live.scopes")}>
        <Ranking frame={frame} format={format} by="enterprise" />
        <Ranking frame={frame} format={format} by="scene" />
        <Ranking frame={frame} format={format} by="carrier" />
      </aside>
    </>
  );
}
