import { useTranslation } from "react-i18next";
import type { Format } from "../../lib/format";
import type { LiveState } from "./store";

/** Whether what one sees is live; said in words, never by colour alone. */
export function StreamStatus({ live, format }: { live: LiveState; format: Format }) {
  const { t } = useTranslation();
  const text = {
    connecting: () => t("status.connecting"),
    live: () => t("status.live"),
    delayed: () => t("status.delayed", { seconds: live.age }),
    disconnected: () => t("status.disconnected"),
  }[live.status]();
  const dataTime = live.frame?.data_time;
  return (
    <div className={`status status-${live.status}`} data-testid="stream-status" data-state={live.status}>
      <i className="status-dot" aria-hidden="true" />
      <span>{text}</span>
      <span role="status" className="sr-only">
        {live.status === "live" || live.status === "disconnected" ? text : ""}
      </span>
      {dataTime !== null && dataTime !== undefined && (
        <span className="status-time">{t("status.data_time", { time: format.clock(dataTime) })}</span>
      )}
    </div>
  );
}
