import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type MadePark, makePark, type ParkDraft, previewDraft } from "../../api/parks";
import { Problem } from "../../ui/Problem";
import { PlanView } from "./PlanView";

interface Props {
  draft: ParkDraft;
  onGo: (step: number) => void;
  onMade: (made: MadePark) => void;
}

/** What would be made, before it is; nothing can be made while something is to correct. */
export function Preview({ draft, onGo, onMade }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const steps = [...new Set(draft.mistakes.map(one => one.step))].sort();
  const query = useQuery({
    queryKey: ["draft", draft.id, "preview", draft.version],
    queryFn: () => previewDraft(draft.id),
    enabled: steps.length === 0,
  });
  const making = useMutation({
    mutationFn: () => makePark(draft.id),
    onSuccess: async made => {
      onMade(made);
      await client.invalidateQueries({ queryKey: ["session"] });
      await client.invalidateQueries({ queryKey: ["parks"] });
    },
  });
  if (steps.length > 0)
    return (
      <div className="card wizard-card">
        <p className="strong">{t("parks.still_open")}</p>
        <div className="actions">
          {steps.map(step => (
            <button key={step} type="button" className="button" onClick={() => onGo(step)}>
              {t("parks.go_to_step", { step })}
            </button>
          ))}
        </div>
      </div>
    );
  return (
    <div className="card wizard-card">
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && (
        <>
          <PlanView plan={query.data.plan} />
          <details>
            <summary>{t("parks.as_file")}</summary>
            <pre className="park-file" tabIndex={-1}>
              {query.data.file}
            </pre>
          </details>
        </>
      )}
      {making.error && <Problem error={making.error} />}
      <div className="wizard-buttons">
        <button type="button" className="button" onClick={() => onGo(7)}>
          {t("parks.previous")}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={!query.data || making.isPending}
          onClick={() => making.mutate()}
          data-testid="wizard-make"
        >
          {t("parks.make")}
        </button>
      </div>
    </div>
  );
}
