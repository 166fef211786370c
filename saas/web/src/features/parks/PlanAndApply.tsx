import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { applyFile, type ParkPlan } from "../../api/parks";
import { Problem } from "../../ui/Problem";
import { Invitations } from "./Invitations";
import { PlanView } from "./PlanView";

interface Props {
  /** The park file, and what applying it would do. */
  text: string;
  plan: ParkPlan;
}

/** What a park file would do; it is done when somebody says so, once. */
export function PlanAndApply({ text, plan }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const applying = useMutation({
    mutationFn: () => applyFile(text),
    onSuccess: () => client.invalidateQueries(),
  });
  const isOpen = plan.conflicts.length === 0 && plan.differences.length > 0;
  if (applying.data)
    return (
      <>
        <output className="strong" data-testid="park-applied">
          {t(applying.data.created ? "parks.applied_new" : "parks.applied", {
            park: applying.data.park,
            count: applying.data.changed,
          })}
        </output>
        <Invitations invitations={applying.data.invitations} />
      </>
    );
  return (
    <>
      <PlanView plan={plan} />
      {isOpen && (
        <button
          type="button"
          className="button primary"
          disabled={applying.isPending}
          onClick={() => applying.mutate()}
          data-testid="park-apply"
        >
          {t(plan.is_new ? "parks.make" : "parks.apply")}
        </button>
      )}
      {applying.error && <Problem error={applying.error} />}
    </>
  );
}
