import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Deletion, getDeletions } from "../../api/parks";
import { useFormat } from "../../lib/format";
import { Card } from "../../ui/Card";

const POLL_MS = 2000;
const isOpen = (one: Deletion) => one.deleted_at === null;

/** Parks that were deleted, each with the signed record of what there was. */
export function Deletions() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["deletions"],
    queryFn: getDeletions,
    refetchInterval: ({ state }) => (state.data?.deletions.some(isOpen) ? POLL_MS : false),
  });
  const found = query.data?.deletions ?? [];
  const open = found.filter(isOpen).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when one has gone, the list of parks is another
  useEffect(() => void client.invalidateQueries({ queryKey: ["parks"] }), [open]);
  if (found.length === 0) return null;
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
    </Card>
  );
}

/** The record as it was signed, with its signature. */
const proof = (one: Deletion) =>
  JSON.stringify({ record: one.record, signature: one.signature, public_key: one.public_key }, null, 1);
