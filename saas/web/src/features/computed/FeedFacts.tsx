import { useTranslation } from "react-i18next";
import type { FedBy } from "../../api/metering";
import type { Format } from "../../lib/format";
import { dayOf } from "../../ui/RecordsTable";
import { fedAmount } from "./record-form";

/** How much reports say, of which time, and what of them cannot be told in the point's unit. */
export function FeedFacts({ feed, unit, format }: { feed: FedBy; unit: string; format: Format }) {
  const { t } = useTranslation();
  if (feed.from === null || feed.to === null)
    return (
      <span className="note">
        {t(feed.left_out ? "recorded.left_out" : "recorded.nothing_yet", { count: feed.left_out })}
      </span>
    );
  return (
    <>
      <span className="strong" data-testid="feed-amount" data-base={feed.amount_base}>
        {format.number(fedAmount(feed, unit), 3)} <span className="unit">{unit}</span>
      </span>
      <span className="term-sub">
        {t("recorded.reports", { count: feed.reports })} · {dayOf(feed.from, format)} –{" "}
        {dayOf(feed.to - 1, format)}
      </span>
      {feed.left_out > 0 && (
        <span className="chip chip-warn">{t("recorded.left_out", { count: feed.left_out })}</span>
      )}
    </>
  );
}
