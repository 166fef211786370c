import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getCostRanking } from "../../api/calls";
import type { CostRanking } from "../../api/types";
import type { Format } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { Card } from "../../ui/Card";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { BY_CLOCK_MS } from "../live/useSettled";
import { money, mwh } from "./figures";

interface Props {
  park: string;
  span: { from: number; to: number };
  chosen: string | undefined;
  onChoose: (enterprise: string | undefined) => void;
  format: Format;
}

/** What the address calls the page of accounts. */
export const RANKING_PAGE = "accounts";

/** The park and its enterprises by cost; one is chosen by its name. */
export function AccountRanking({ park, span, chosen, onChoose, format }: Props) {
  const { t } = useTranslation();
  const pages = usePages(RANKING_PAGE, "counted");
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ["cost-ranking", park, span.from, pages.cursor],
    queryFn: () => getCostRanking(park, { ...span, ...queryBehind(pages) }),
    placeholderData: (former, of) =>
      of?.queryKey[1] === park && of.queryKey[2] === span.from ? former : undefined,
    refetchInterval: BY_CLOCK_MS,
  });
  return (
    <Card title={t("costs.ranking")} summary={t("costs.ranking_hint")} className="cost-ranking">
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className="skeleton cost-card-skeleton" />
      ) : (
        <>
          <Accounts ranking={data} chosen={chosen} onChoose={onChoose} format={format} />
          <Pager pages={pages} next={data.cursor} rows={data.accounts.length} isOld={isPlaceholderData} />
        </>
      )}
    </Card>
  );
}

interface AccountsProps {
  ranking: CostRanking;
  chosen: string | undefined;
  onChoose: (enterprise: string | undefined) => void;
  format: Format;
}

function Accounts({ ranking, chosen, onChoose, format }: AccountsProps) {
  const { t } = useTranslation();
  const largest = Math.max(1, Number(ranking.largest ?? 0));
  return (
    <div className="scroll-x">
      <table className="table accounts">
        <thead>
          <tr>
            <th scope="col">{t("costs.account")}</th>
            <th scope="col" className="right">
              {t("costs.cost")}
            </th>
            <th scope="col" className="right">
              MWh
            </th>
            <th scope="col" className="right">
              {t("costs.price")}
            </th>
            <th scope="col" className="right">
              {t("costs.demand_short")}
            </th>
            <th scope="col" className="right">
              cos φ
            </th>
          </tr>
        </thead>
        <tbody>
          {ranking.accounts.map(row => {
            const code = row.owner.enterprise ?? undefined;
            const name =
              row.owner.name_zh && row.owner.name_en
                ? format.name({ name_zh: row.owner.name_zh, name_en: row.owner.name_en })
                : t("costs.park_account");
            return (
              <tr
                key={code ?? ""}
                data-account={code ?? ""}
                data-total={row.total ?? ""}
                className={code ? "" : "is-park"}
              >
                <th scope="row">
                  <button
                    type="button"
                    className="figure"
                    aria-pressed={code === chosen}
                    onClick={() => onChoose(code)}
                  >
                    {name}
                  </button>
                  {code && row.total !== null && (
                    <i className="account-bar" style={{ width: `${(Number(row.total) / largest) * 100}%` }} />
                  )}
                </th>
                <td className="right strong nowrap">
                  {row.total === null ? t("costs.no_tariff") : money(row.total, ranking.currency, format, 0)}
                </td>
                <td className="right">{mwh(row.energy_wh, format)}</td>
                <td className="right">
                  {row.mean_price ? format.number(Number(row.mean_price), 3) : "\u2013"}
                </td>
                <td
                  className={row.demand_share !== null && row.demand_share > 1.05 ? "right is-over" : "right"}
                >
                  {row.demand_share === null ? "\u2013" : format.percent(row.demand_share, 0)}
                </td>
                <td className="right">{row.power_factor ?? "\u2013"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
