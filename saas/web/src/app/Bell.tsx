import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getAlertCounts } from "../api/calls";
import { usePark } from "../lib/park";

const REFRESH_MS = 30_000;
const MOST = 99;

/** How many alerts nobody has acknowledged, on every page; red where one is an error. */
export function Bell() {
  const { t } = useTranslation();
  const { park } = usePark();
  const { data } = useQuery({
    queryKey: ["alert-counts", park.code],
    queryFn: () => getAlertCounts(park.code),
    refetchInterval: REFRESH_MS,
  });
  const count = data ? data.error + data.warning + data.information : 0;
  return (
    <Link
      className="bell"
      to={`/p/${park.code}/alerts`}
      aria-label={count ? t("app.bell", { count }) : t("app.bell_none")}
      title={count ? t("app.bell", { count }) : t("app.bell_none")}
      data-testid="bell"
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M4.5 14h11l-1.5-2.5V8.5a4 4 0 0 0-8 0v3zM8.5 16.5a1.5 1.5 0 0 0 3 0" />
      </svg>
      {count > 0 && (
        <span className={data?.error ? "bell-count bell-bad" : "bell-count"} aria-hidden="true">
          {count > MOST ? `${MOST}+` : count}
        </span>
      )}
    </Link>
  );
}
