import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Basis, type Bridge, getBridge, type Question } from "../../api/inventory";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { type Context, tonnes, usePartName } from "./words";

interface Props {
  question: Question;
  basis: Basis;
  context: Context;
}

/** From the same days of last year to this period, by cause. */
export function BridgeCard({ question, basis, context }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const { data, error, refetch } = useQuery({
    queryKey: ["inventory-bridge", park.code, question, basis],
    queryFn: () => getBridge(park.code, { ...question, basis }),
  });
  return (
    <Card title={t("inventory.bridge")} summary={t("inventory.bridge_hint")} className="inventory-bridge">
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <div className="skeleton rows-skeleton" />}
      {data && (
        <BridgeTable
          bridge={data}
          before={t("inventory.last_year")}
          after={t("inventory.this_period")}
          context={context}
        />
      )}
    </Card>
  );
}

interface TableProps {
  bridge: Bridge;
  before: string;
  after: string;
  context: Context;
}

/** What was, what changed it by cause, and what is: it adds up. */
export function BridgeTable({ bridge, before, after, context }: TableProps) {
  const { t } = useTranslation();
  const name = usePartName(context);
  const { format } = context;
  const causes = [...new Set(bridge.changes.map(change => change.cause))];
  const signed = (value: number) => `${value > 0 ? "+" : ""}${tonnes(value, format)}`;
  return (
    <Scroll label={t("inventory.bridge")}>
      <table className="table" data-testid="bridge" data-before={bridge.before} data-after={bridge.after}>
        <tbody>
          <tr className="strong">
            <th scope="row">{before}</th>
            <td className="right">{tonnes(bridge.before, format)} t</td>
          </tr>
          {causes.map(cause => {
            const of = bridge.changes.filter(change => change.cause === cause);
            const sum = of.reduce((total, change) => total + change.value, 0);
            const named = [...of]
              .filter(change => change.source)
              .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
              .slice(0, 3);
            return (
              <tr key={cause} data-cause={cause} data-value={sum}>
                <th scope="row">
                  {t(`inventory.cause.${cause as "activity"}`)}
                  <span className="term-sub">
                    {named.map(c => `${name("source", c.source)} ${signed(c.value)}`).join(" · ")}
                  </span>
                </th>
                <td className="right nowrap">
                  <span className={sum > 0 ? "delta-up" : "delta-down"}>
                    {sum > 0 ? "\u25b2" : "\u25bc"} {signed(sum)} t
                  </span>
                </td>
              </tr>
            );
          })}
          <tr className="strong">
            <th scope="row">{after}</th>
            <td className="right">{tonnes(bridge.after, format)} t</td>
          </tr>
        </tbody>
      </table>
    </Scroll>
  );
}
