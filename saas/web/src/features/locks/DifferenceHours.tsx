import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Difference, type DifferenceState, getDifferences } from "../../api/metering";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import { Scroll } from "../meter-health/Scroll";
import { Delta } from "./OpenTable";
import { causeText, showMass } from "./words";

interface Props {
  state: DifferenceState;
  lock: number | null;
  source: string | null;
  /** Of the source; without it the hours of several are listed, in carbon only. */
  baseUnit?: string;
  isDecided?: boolean;
  format: Format;
}

/** Differences hour by hour; decided ones with who decided and why. */
export function DifferenceHours({ state, lock, source, baseUnit, isDecided = false, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = useInfiniteQuery({
    queryKey: ["differences", park.code, state, lock, source],
    queryFn: ({ pageParam }) =>
      getDifferences(
        park.code,
        { state, ...(lock !== null && { lock }), ...(source !== null && { source }) },
        pageParam,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.cursor ?? undefined,
  });
  const rows = query.data?.pages.flatMap(page => page.differences) ?? [];
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <div className="skeleton rows-skeleton" />;
  if (rows.length === 0)
    return (
      <Empty title={t(`locks.none_${state}`)} hint={state === "open" ? t("locks.none_open_hint") : ""} />
    );
  return (
    <>
      <Scroll label={t("locks.by_hour")} isShort={!isDecided}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("explain.hour")}</th>
              {isDecided && <th scope="col">{t("explain.source")}</th>}
              {baseUnit && (
                <>
                  <th scope="col" className="right">
                    {t("locks.was")}
                  </th>
                  <th scope="col" className="right">
                    {t("locks.would_be")}
                  </th>
                </>
              )}
              <th scope="col" className="right">
                {t("locks.was_carbon")}
              </th>
              <th scope="col" className="right">
                {t("locks.would_be_carbon")}
              </th>
              <th scope="col" className="right">
                {t("locks.delta_carbon")}
              </th>
              <th scope="col">{isDecided ? t("locks.decided") : t("locks.causes")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <Row key={row.id} {...{ row, baseUnit, isDecided, format }} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
          {t("health.more")}
        </button>
      )}
    </>
  );
}

interface RowProps {
  row: Difference;
  baseUnit: string | undefined;
  isDecided: boolean;
  format: Format;
}

function Row({ row, baseUnit, isDecided, format }: RowProps) {
  const { t } = useTranslation();
  const isOther = row.gas_mg !== null || row.locked_gas_mg !== null;
  const mass = (value: number | null) => (value === null ? "\u2013" : showMass(value, format));
  const change = isOther ? (row.gas_mg ?? 0) - (row.locked_gas_mg ?? 0) : row.difference_mg;
  const amount = (value: number | null) =>
    value === null || !baseUnit ? "\u2013" : showQuantity(value, baseUnit, format);
  return (
    <tr data-testid="difference-hour" data-state={row.state}>
      <td className="nowrap">{format.dateTime(row.hour).slice(0, -3)}</td>
      {isDecided && (
        <td>
          <code>{row.source}</code>
        </td>
      )}
      {baseUnit && (
        <>
          <td className="right nowrap">{amount(row.locked_quantity)}</td>
          <td className="right nowrap">{amount(row.quantity)}</td>
        </>
      )}
      <td className="right nowrap">{mass(isOther ? row.locked_gas_mg : row.locked_co2_mg)}</td>
      <td className="right nowrap">{mass(isOther ? row.gas_mg : row.co2_mg)}</td>
      <td className="right nowrap">
        <Delta value={change} shown={showMass(change, format)} />
      </td>
      <td>
        {row.resolved_at === null ? (
          row.causes.map(cause => causeText(t, cause)).join("; ")
        ) : (
          <>
            {row.note}
            <span className="term-sub">
              {row.resolved_by} · {format.moment(row.resolved_at)}
            </span>
          </>
        )}
      </td>
    </tr>
  );
}
