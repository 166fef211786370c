import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { applyFile, type ParkPlan, planFile } from "../../api/parks";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Invitations } from "./Invitations";
import { PlanView } from "./PlanView";

/** A park as a file: chosen, looked at as a plan, and only then applied. */
export function FileCard() {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const [text, setText] = useState<string | null>(null);
  const [plan, setPlan] = useState<ParkPlan | null>(null);
  const planning = useMutation({
    mutationFn: async (file: File) => {
      const content = await file.text();
      return { content, plan: await planFile(content) };
    },
    onMutate: () => {
      setPlan(null);
      applying.reset();
    },
    onSuccess: found => {
      setText(found.content);
      setPlan(found.plan);
    },
  });
  const applying = useMutation({
    mutationFn: () => applyFile(text ?? ""),
    onSuccess: async () => {
      setPlan(null);
      await client.invalidateQueries();
    },
  });
  const isEmpty = plan !== null && plan.differences.length === 0;
  return (
    <Card title={t("parks.file")} summary={t("parks.file_sub")}>
      <div className="file-row">
        <label className="button" htmlFor={id}>
          {t("parks.choose_file")}
        </label>
        <input
          id={id}
          className="sr-only"
          type="file"
          accept=".yaml,.yml"
          onChange={event => {
            const file = event.target.files?.[0];
            if (file) planning.mutate(file);
            event.target.value = "";
          }}
          data-testid="park-file"
        />
      </div>
      {planning.isPending && <div className="skeleton rows-skeleton" />}
      {planning.error && <Problem error={planning.error} />}
      {plan && (
        <>
          <PlanView plan={plan} />
          {plan.conflicts.length === 0 && !isEmpty && (
            <button
              type="button"
              className="button primary"
              disabled={applying.isPending}
              onClick={() => applying.mutate()}
              data-testid="park-apply"
            >
              {t("parks.apply")}
            </button>
          )}
        </>
      )}
      {applying.error && <Problem error={applying.error} />}
      {applying.data && (
        <>
          <output className="strong" data-testid="park-applied">
            {t(applying.data.created ? "parks.applied_new" : "parks.applied", {
              park: applying.data.park,
              count: applying.data.changed,
            })}
          </output>
          <Invitations invitations={applying.data.invitations} />
        </>
      )}
    </Card>
  );
}
