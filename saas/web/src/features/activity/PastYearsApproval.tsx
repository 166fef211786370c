import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { approveReports, type Waiting } from "../../api/activity";
import { Problem } from "../../ui/Problem";

interface Props {
  park: string;
  waiting: Waiting[];
}

/** Approves what others handed in, of one year or of all, in one go. */
export function PastYearsApproval({ park, waiting }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState("");
  const approving = useMutation({
    mutationFn: ({ reports, note }: { reports: number[]; note: string }) =>
      approveReports(park, reports, note),
    onSuccess: () => client.invalidateQueries({ queryKey: ["activity", park] }),
  });
  const numbers = waiting.map(one => one.year);
  const shown = numbers.some(year => String(year) === chosen) ? chosen : "";
  const reports = waiting.filter(one => !shown || String(one.year) === shown).flatMap(one => one.reports);
  if (approving.data && reports.length === 0)
    return <p role="status">{t("activity.approved_all", { count: approving.data.reports })}</p>;
  if (reports.length === 0) return null;
  return (
    <form
      className="form approval"
      data-testid="approval"
      onSubmit={event => {
        event.preventDefault();
        const note = String(new FormData(event.currentTarget).get("note") ?? "").trim();
        approving.mutate({ reports, note });
      }}
    >
      <label>
        {t("activity.year")}
        <select value={shown} onChange={event => setChosen(event.target.value)} data-testid="approval-year">
          <option value="">{t("activity.all_years")}</option>
          {numbers.map(year => (
            <option key={year}>{year}</option>
          ))}
        </select>
      </label>
      <label>
        {t("activity.step_note")}
        <input name="note" maxLength={1000} />
      </label>
      <button
        type="submit"
        className="button primary"
        disabled={approving.isPending}
        data-testid="approve-all"
      >
        {t("activity.approve_reports", { count: reports.length })}
      </button>
      {approving.error && <Problem error={approving.error} />}
    </form>
  );
}
