import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Deletion, getDeletions } from "../../api/parks";
import { useFormat } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { Card } from "../../ui/Card";
import { Pager, usePages } from "../../ui/Pager";

const POLL_MS = 2000;
/** What the address calls the page of deletions. */
export const DELETIONS_PAGE = "deletions";

/** Parks that were deleted, each with the signed record of what there was. */
export function Deletions() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const pages = usePages(DELETIONS_PAGE);
  const query = useQuery({
    queryKey: ["deletions", pages.cursor],
    queryFn: () => getDeletions(queryOf(pages)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.running ? POLL_MS : false),
  });
  const found = query.data?.deletions ?? [];
  const running = query.data?.running ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when one has gone, the list of parks is another
  useEffect(() => void client.invalidateQueries({ queryKey: ["parks"] }), [running]);
  if (found.length === 0 && pages.before === 0) return null;
  return (
    <Card title={t("parks.deletions")} summary={t("parks.deletions_sub")}>
      <ul className="draft-list">
        {found.map(one => (
          <li key={one.code} data-deleted={one.deleted_at !== null}>
            <span className="strong">{format.name(one)}</span>
            <span className="note">
              {one.deleted_at === null
                ? t("parks.deleting")
                : t("parks.deleted_by", {
                    code: one.code,
                    who: one.author,
                    time: format.moment(one.deleted_at),
                    reason: one.reason,
                  })}
            </span>
            {one.record && (
              <a
                className="quiet"
                download={`${one.code}-deletion.json`}
                href={`data:application/json;charset=utf-8,${encodeURIComponent(proof(one))}`}
              >
                {t("parks.record")}
              </a>
            )}
          </li>
        ))}
      </ul>
      <Pager pages={pages} next={query.data?.cursor} rows={found.length} isOld={query.isPlaceholderData} />
    </Card>
  );
}

/** The record as it was signed, with its signature. */
const proof = (one: Deletion) =>
  JSON.stringify({ record: one.record, signature: one.signature, public_key: one.public_key }, null, 1);
