import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { makeEverything } from "../../api/reports";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

/** All data of the park, or of one's own enterprise, to take along. */
export function EverythingCard({ onMade }: { onMade: () => void }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const making = useMutation({ mutationFn: () => makeEverything(park.code), onSuccess: onMade });
  if (role === "verifier") return null;
  return (
    <Card
      title={t("reports.everything")}
      summary={t(role === "enterprise" ? "reports.everything_own" : "reports.everything_park")}
    >
      <button
        type="button"
        className="button"
        disabled={making.isPending}
        onClick={() => making.mutate()}
        data-testid="make-everything"
      >
        {t("reports.make_everything")}
      </button>
      {making.error && <Problem error={making.error} />}
    </Card>
  );
}
