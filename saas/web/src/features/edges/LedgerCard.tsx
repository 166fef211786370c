import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getSpools, type Spool } from "../../api/edges";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";

interface Props {
  park: string;
  edge: string;
  format: Format;
}

/** By spool: everything that the edge collected is stored, on its way, or said to be lost. */
export function LedgerCard({ park, edge, format }: Props) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["edge-ledger", park, edge],
    queryFn: () => getSpools(park, edge),
    refetchInterval: 10_000,
  });
  const spools = query.data?.spools ?? [];
  return (
    <Card title={t("edges.ledger")} summary={t("edges.ledger_sub")} className="edges-wide">
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton edges-skeleton" />}
      {query.data && spools.length === 0 && (
        <Empty title={t("edges.ledger_empty")} hint={t("edges.ledger_empty_hint")} />
      )}
      {spools.length > 0 && <Spools spools={spools} format={format} />}
    </Card>
  );
}

const COLUMNS = [
  "collected",
  "waiting_batches",
  "received",
  "stored",
  "quarantined",
  "missing_batches",
  "repeated_batches",
  "gap_readings",
] as const;

function Spools({ spools, format }: { spools: Spool[]; format: Format }) {
  const { t } = useTranslation();
  return (
    <div className="edges-scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("edges.spool_id")}</th>
            {COLUMNS.map(name => (
              <th scope="col" className="right" key={name}>
                {t(`edges.col_${name}`)}
              </th>
            ))}
            <th scope="col">{t("edges.sum")}</th>
          </tr>
        </thead>
        <tbody>
          {spools.map(spool => (
            <tr key={spool.spool} data-testid="spool" data-complete={String(spool.complete)}>
              <th scope="row">
                <code title={spool.spool}>{spool.spool.slice(0, 8)}</code>
              </th>
              {COLUMNS.map(name => {
                const value = spool[name];
                return (
                  <td className="right" key={name}>
                    {value === null ? "–" : format.number(value)}
                    {name === "gap_readings" && <Reasons spool={spool} format={format} />}
                  </td>
                );
              })}
              <td>
                <Verdict complete={spool.complete} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Why readings were given up, where the edge says more than one reason or an unusual one. */
function Reasons({ spool, format }: { spool: Spool; format: Format }) {
  const { t } = useTranslation();
  return Object.entries(spool.gap_reasons).map(([reason, count]) => (
    <span className="term-sub" key={reason} data-reason={reason}>
      {
        t(`edges.gap.${reason}` as never, {
          defaultValue: reason,
          count,
          number: format.number(count),
        }) as string
      }
    </span>
  ));
}

function Verdict({ complete }: { complete: boolean | null }) {
  const { t } = useTranslation();
  if (complete === null) return <span className="chip">{t("edges.under_way")}</span>;
  return (
    <span className={`chip ${complete ? "chip-good" : "chip-bad"}`}>
      {t(complete ? "edges.complete" : "edges.incomplete")}
    </span>
  );
}
