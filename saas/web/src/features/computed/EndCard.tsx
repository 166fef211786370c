import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ended } from "../../api/metering";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

interface Props {
  ended: Ended | null;
  canEdit: boolean;
  format: Format;
  onEnd: (reason: string) => Promise<unknown>;
}

/** A computed point ends with a reason; saving it again has it computed again. */
export function EndCard({ ended, canEdit, format, onEnd }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const ending = useMutation({
    mutationFn: () => onEnd(reason.trim()),
    onSuccess: async () => {
      for (const key of [
        "virtual-points",
        "conversions",
        "record-points",
        "meters",
        "points",
        "point",
        "series",
      ])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  if (ended)
    return (
      <Card title={t("computed.ended")}>
        <p data-testid="computed-ended">
          {t("computed.ended_at", { time: format.moment(ended.at), by: ended.author })}
        </p>
        <p className="note">{ended.reason}</p>
        {canEdit && <p className="note">{t("computed.ended_hint")}</p>}
      </Card>
    );
  if (!canEdit) return null;
  return (
    <Card title={t("computed.end")} summary={t("computed.end_hint")}>
      <div className="field">
        <label htmlFor="end-reason">{t("wizard.reason")}</label>
        <textarea
          id="end-reason"
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={event => setReason(event.target.value)}
          data-testid="end-reason"
        />
      </div>
      {ending.error && <Problem error={ending.error} />}
      <button
        type="button"
        className="button"
        disabled={reason.trim() === "" || ending.isPending}
        onClick={() => ending.mutate()}
        data-testid="end-point"
      >
        {t("computed.end_now")}
      </button>
    </Card>
  );
}
