import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { Kpis } from "../live/Kpis";
import { LiveSkeleton } from "../live/LiveSkeleton";
import { Ranking } from "../live/Ranking";
import { RateCard } from "../live/RateCard";
import { Sankey } from "../live/Sankey";
import { StreamStatus } from "../live/StreamStatus";
import { useLive } from "../live/useLive";
import { useSettled } from "../live/useSettled";
import "../../styles/wall.css";

/** The wall of one's own park. */
export function Component() {
  const { park, enterprise } = usePark();
  return <Wall source={park.code} named={enterprise ?? park} timeZone={park.timezone} />;
}

interface Props {
  /** A park's code, or SCREEN. */
  source: string;
  named: { name_zh: string; name_en: string };
  timeZone: string;
}

/** The live page at five metres: larger, dark, without controls, never blank. */
export function Wall({ source, named, timeZone }: Props) {
  const { t } = useTranslation();
  const format = useFormat(timeZone);
  const live = useLive(source);
  useSettled(source);
  const now = useClock();
  useWallStyle();
  const { frame } = live;
  return (
    <main className="wall live" data-status={live.status}>
      <title>{`${t("app.wall")} · ${format.name(named)} · ParkCarbon`}</title>
      <header className="wall-head">
        <h1>{format.name(named)}</h1>
        <p className="wall-sub">{t("live.title")}</p>
        {live.status === "disconnected" && frame && (
          <p className="wall-age">{t("status.age", { seconds: live.age })}</p>
        )}
        <StreamStatus live={live} format={format} />
        <p className="wall-clock">
          {format.date(now)} <time>{format.clock(now)}</time>
        </p>
      </header>
      {!frame && (live.problem ? <Problem error={live.problem} /> : <LiveSkeleton />)}
      {frame && (
        <div className="live-grid">
          <Kpis frame={frame} format={format} isWall />
          <div className="wall-left">
            <RateCard park={source} timeZone={timeZone} live={live} format={format} window="trace" />
            <RateCard park={source} timeZone={timeZone} live={live} format={format} window="day" />
            <Ranking frame={frame} format={format} by="scene" />
          </div>
          <Sankey frame={frame} format={format} />
          <div className="live-side">
            <Ranking frame={frame} format={format} by="enterprise" />
            <Ranking frame={frame} format={format} by="carrier" />
          </div>
        </div>
      )}
    </main>
  );
}

function useClock(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

/** Dark and sized by the screen for as long as the wall is shown; the person's own theme returns afterwards. */
function useWallStyle(): void {
  useEffect(() => {
    const root = document.documentElement;
    const before = root.dataset.theme;
    root.dataset.theme = "dark";
    root.classList.add("is-wall");
    return () => {
      if (before) root.dataset.theme = before;
      root.classList.remove("is-wall");
    };
  }, []);
}
