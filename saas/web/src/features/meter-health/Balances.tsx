import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getBalances } from "../../api/calls";
import type { Balance } from "../../api/types";
import { usePark } from "../../lib/park";
import { ChartCard } from "../../ui/ChartCard";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { useSpan } from "./CoverageCard";
import { Scroll } from "./Scroll";
import { ownerText, type Shared } from "./words";

/** Sub-meters against their parent; what none of them measures is a row of its own. */
export function Balances({ park, format, filters, change, owners }: Shared) {
  const { t } = useTranslation();
  const span = useSpan(filters.days);
  const isTable = filters.balance === "table";
  const query = useQuery({
    queryKey: ["health", park, "balance", span],
    queryFn: () => getBalances(park, span.from, span.to),
    placeholderData: old => old,
  });
  const balances = (query.data?.balances ?? []).filter(
    b => !filters.enterprise || b.enterprise === filters.enterprise,
  );
  return (
    <div id="balance" className="health-anchor">
      <ChartCard
        title={t("health.balance")}
        summary={t("health.balance_sub", { count: Number(filters.days) })}
        isTable={isTable}
        onToggle={() => change({ balance: isTable ? "chart" : "table" })}
        testId="balance-toggle"
        source="intervals"
        computed={query.dataUpdatedAt || null}
        format={format}
      >
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="skeleton health-skeleton" />}
        {query.data && balances.length === 0 && (
          <Empty title={t("health.no_balance")} hint={t("health.no_balance_hint")} />
        )}
        {balances.length > 0 &&
          (isTable ? (
            <Table {...{ balances, format, owners }} />
          ) : (
            <Bars {...{ balances, format, owners }} />
          ))}
      </ChartCard>
    </div>
  );
}

interface Props {
  balances: Balance[];
  format: Shared["format"];
  owners: Shared["owners"];
}

const amount = (format: Shared["format"], value: number) =>
  format.number(value, Math.abs(value) < 100 ? 2 : 0);
const suppliedBy = (parent: Balance["parent"], generation: Balance["generation"]) =>
  generation.reduce((sum, row) => sum + row.amount, parent.amount);
const share = (value: number, of: number) => (of ? value / of : 0);

function Bars({ balances, format, owners }: Props) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("health.balance")} isShort>
      <ul className="balance-bars" data-picture="">
        {balances.map(
          ({ parent, enterprise, generation, children, remainder, contradiction, shared, unit }) => {
            const supplied = suppliedBy(parent, generation);
            const whole =
              Math.max(
                supplied,
                children.reduce((sum, c) => sum + c.amount, 0),
              ) || 1;
            return (
              <li key={parent.point}>
                <p>
                  <span>
                    {format.name(parent)}{" "}
                    <span className="unit">{ownerText(t, format, enterprise, owners)}</span>
                  </span>
                  <span className="nowrap">
                    {amount(format, supplied)} <span className="unit">{unit}</span>
                  </span>
                </p>
                <div className="balance-bar" aria-hidden="true">
                  {children.map((child, i) => (
                    <i
                      key={child.point}
                      className={`balance-part balance-part-${i % 4}`}
                      style={{ width: `${(Math.max(child.amount, 0) / whole) * 100}%` }}
                      title={`${format.name(child)} ${amount(format, child.amount)} ${unit}`}
                    />
                  ))}
                  {remainder > 0 && (
                    <i className="balance-rest hatch" style={{ width: `${(remainder / whole) * 100}%` }} />
                  )}
                </div>
                <p className="note">
                  <RemainderLink point={parent.point}>
                    {contradiction
                      ? t("health.over", { share: format.percent(share(-remainder, supplied)) })
                      : t("health.unmetered_share", { share: format.percent(share(remainder, supplied)) })}
                  </RemainderLink>
                  {contradiction && ` · ${t("remainder.remedy")}`}
                  {shared && ` · ${t("remainder.shared")}`}
                  {[parent, ...generation, ...children].some(row => !row.complete) &&
                    ` · ${t("health.incomplete")}`}
                </p>
              </li>
            );
          },
        )}
      </ul>
    </Scroll>
  );
}

function RemainderLink({ point, children }: { point: string; children: ReactNode }) {
  const { park } = usePark();
  return (
    <Link to={`/p/${park.code}/meters/${point}/remainder`} data-testid="to-remainder">
      {children}
    </Link>
  );
}

function Table({ balances, format, owners }: Props) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("health.balance")}>
      <table className="table" data-testid="balance-table">
        <thead>
          <tr>
            <th scope="col">{t("health.point")}</th>
            <th scope="col" className="right">
              {t("health.amount")}
            </th>
            <th scope="col" className="right">
              {t("health.share")}
            </th>
          </tr>
        </thead>
        {balances.map(
          ({ parent, enterprise, generation, children, remainder, contradiction, shared, unit }) => (
            <tbody key={parent.point}>
              <tr>
                <th scope="row">
                  {format.name(parent)}
                  <span className="term-sub">{ownerText(t, format, enterprise, owners)}</span>
                  {!parent.complete && <span className="term-sub">{t("health.incomplete")}</span>}
                </th>
                <td className="right nowrap strong">
                  {amount(format, parent.amount)} <span className="unit">{unit}</span>
                </td>
                <td className="right">
                  {format.percent(share(parent.amount, suppliedBy(parent, generation)))}
                </td>
              </tr>
              {generation.map(row => (
                <tr key={row.point}>
                  <th scope="row">
                    {format.name(row)}
                    <span className="term-sub">{t("health.generation")}</span>
                  </th>
                  <td className="right nowrap strong">
                    {amount(format, row.amount)} <span className="unit">{unit}</span>
                  </td>
                  <td className="right">
                    {format.percent(share(row.amount, suppliedBy(parent, generation)))}
                  </td>
                </tr>
              ))}
              {children.map(child => (
                <tr key={child.point}>
                  <td className="balance-child">
                    {format.name(child)}
                    {!child.complete && <span className="term-sub">{t("health.incomplete")}</span>}
                  </td>
                  <td className="right nowrap">
                    {amount(format, child.amount)} <span className="unit">{unit}</span>
                  </td>
                  <td className="right">
                    {format.percent(share(child.amount, suppliedBy(parent, generation)))}
                  </td>
                </tr>
              ))}
              <tr className={contradiction ? "health-bad" : ""}>
                <td className="balance-child">
                  <RemainderLink point={parent.point}>{t("health.unmetered")}</RemainderLink>
                  {contradiction && <span className="term-sub">{t("remainder.remedy")}</span>}
                  {shared && <span className="term-sub">{t("remainder.shared")}</span>}
                </td>
                <td className="right nowrap">
                  {amount(format, remainder)} <span className="unit">{unit}</span>
                </td>
                <td className="right">{format.percent(share(remainder, suppliedBy(parent, generation)))}</td>
              </tr>
            </tbody>
          ),
        )}
      </table>
    </Scroll>
  );
}
