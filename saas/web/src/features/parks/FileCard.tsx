import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { planFile } from "../../api/parks";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { PlanAndApply } from "./PlanAndApply";

/** A park as a file: chosen, looked at as a plan, and only then applied. */
export function FileCard() {
  const { t } = useTranslation();
  const id = useId();
  const planning = useMutation({
    mutationFn: async (file: File) => {
      const text = await file.text();
      return { text, plan: await planFile(text) };
    },
  });
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
      {planning.data && <PlanAndApply key={planning.submittedAt} {...planning.data} />}
    </Card>
  );
}
