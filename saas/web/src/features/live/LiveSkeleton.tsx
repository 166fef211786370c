import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Grey areas where the figures will be: the same places, so that nothing moves when they come. */
export function LiveSkeleton() {
  const { t } = useTranslation();
  return (
    <div className="live-grid" aria-busy="true" role="status" aria-label={t("app.loading")}>
      <div className="kpis skeleton" />
      <LiveRestSkeleton />
    </div>
  );
}

interface RestProps {
  /** What stands where the flows will be. */
  flows?: ReactNode;
}

/** The same without the figures of the moment. */
export function LiveRestSkeleton({ flows = <div className="card flows skeleton" /> }: RestProps) {
  return (
    <>
      <div className="card rate skeleton" />
      {flows}
      <div className="live-side">
        <div className="card ranking-enterprise skeleton" />
        <div className="card ranking-scene skeleton" />
        <div className="card ranking-carrier skeleton" />
      </div>
    </>
  );
}
