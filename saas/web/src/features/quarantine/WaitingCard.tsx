import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { replayAll } from "../../api/calls";
import type { QuarantineGroup, ReplayedAll } from "../../api/types";
import { useLabels } from "../../lib/labels";
import { Problem } from "../../ui/Problem";

interface Props {
  groups: QuarantineGroup[];
  park: string;
  canAct: boolean;
}

interface Brought {
  replayed: number;
  readings: number;
  still_bad: number;
}

/** What cannot be replayed at once: only its beginning, or nothing of it, was kept. */
const KEPT_IN_PART = ["overflow", "oversized"];

const keyOfGroup = (group: QuarantineGroup) => `${group.reason}/${group.device}/${group.edge}`;

/** What waits, by who sent it and why; all of one row is replayed with one click. */
export function WaitingCard({ groups, park, canAct }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const client = useQueryClient();
  const [brought, setBrought] = useState<Brought | null>(null);
  const replaying = useMutation({
    mutationFn: (group: QuarantineGroup) => replayGroup(park, group),
    onMutate: () => setBrought(null),
    onSuccess: setBrought,
    onSettled: () => client.invalidateQueries({ queryKey: ["quarantine", park] }),
  });
  return (
    <section className="card" aria-labelledby="waiting-title" data-testid="quarantine-groups">
      <h2 id="waiting-title">{t("quarantine.groups")}</h2>
      <p role="status" className="note" data-testid="replayed-all">
        {brought ? t("quarantine.replayed_all", { ...brought }) : t("quarantine.groups_hint")}
      </p>
      {replaying.error && <Problem error={replaying.error} />}
      <table className="table quarantine">
        <thead>
          <tr>
            <th scope="col">{t("quarantine.reason")}</th>
            <th scope="col">{t("quarantine.from")}</th>
            <th scope="col" className="right">
              {t("quarantine.count")}
            </th>
            <th scope="col">
              <span className="sr-only">{t("quarantine.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map(group => (
            <tr key={keyOfGroup(group)} data-testid="quarantine-group" data-reason={group.reason}>
              <th scope="row">{label("reason", group.reason)}</th>
              <td>{group.device ?? group.edge ?? t("quarantine.nobody")}</td>
              <td className="right">{group.count}</td>
              <td className="right">
                {canAct && !KEPT_IN_PART.includes(group.reason) && (
                  <button
                    type="button"
                    className="button"
                    disabled={replaying.isPending}
                    onClick={() => replaying.mutate(group)}
                    data-testid="replay-all"
                  >
                    {t("quarantine.replay_all")}
                    <span className="sr-only">
                      {" "}
                      {label("reason", group.reason)} {group.device ?? group.edge}
                    </span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One call replays a part; they follow each other until nothing is left. */
async function replayGroup(park: string, group: QuarantineGroup): Promise<Brought> {
  const brought = { replayed: 0, readings: 0, still_bad: 0 };
  let after: number | null = 0;
  while (after !== null) {
    const done: ReplayedAll = await replayAll(park, {
      reason: group.reason,
      ...(group.device && { device: group.device }),
      ...(group.edge && { edge: group.edge }),
      after,
    });
    brought.replayed += done.replayed;
    brought.readings += done.readings;
    brought.still_bad += done.still_bad;
    after = done.following;
  }
  return brought;
}
