import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Empty } from "../../../ui/Empty";
import { StepButtons } from "../StepButtons";
import type { SourceStepProps } from "../source";

/** A meter behind an OPC UA server: through an edge. */
export default function OpcuaSource({ park, onConfigured, onBack }: SourceStepProps) {
  const { t } = useTranslation();
  return (
    <>
      <Empty
        title={t("connect.by_edge")}
        hint={t("connect.by_edge_hint")}
        action={
          <Link className="button" to={`/p/${park}/edges`}>
            {t("connect.to_edges")}
          </Link>
        }
      />
      <StepButtons onBack={onBack} next={t("connect.next")} onNext={onConfigured} />
    </>
  );
}
