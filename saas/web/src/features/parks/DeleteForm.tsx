import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deletePark } from "../../api/parks";
import { usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { DELETIONS_PAGE } from "./Deletions";

/** Deletes an archived park for good, once its code was typed. */
export function DeleteForm({ park, onDone }: { park: string; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const deletions = usePages(DELETIONS_PAGE);
  const [confirm, setConfirm] = useState("");
  const [reason, setReason] = useState("");
  const deleting = useMutation({
    mutationFn: () => deletePark(park, confirm.trim(), reason.trim()),
    onSuccess: async () => {
      deletions.first();
      await client.invalidateQueries({ queryKey: ["deletions"] });
      onDone();
    },
  });
  return (
    <form
      className="person-form"
      onSubmit={event => {
        event.preventDefault();
        deleting.mutate();
      }}
    >
      <p className="note">{t("parks.means_deleted")}</p>
      <label>
        {t("parks.type_code", { code: park })}
        <input
          value={confirm}
          required
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={event => setConfirm(event.target.value)}
          data-testid="park-confirm"
        />
      </label>
      <label>
        {t("parks.reason")}
        <input
          value={reason}
          required
          maxLength={500}
          onChange={event => setReason(event.target.value)}
          data-testid="park-delete-reason"
        />
      </label>
      <button
        type="submit"
        className="button danger"
        disabled={deleting.isPending || confirm.trim() !== park}
        data-testid="park-delete"
      >
        {t("parks.delete_for_good")}
      </button>
      <button type="button" className="button" onClick={onDone}>
        {t("parks.cancel")}
      </button>
      {deleting.error && <Problem error={deleting.error} />}
    </form>
  );
}
