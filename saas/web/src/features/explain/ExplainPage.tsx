import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { TopSlot } from "../../app/slot";
import { usePark } from "../../lib/park";
import { ExplainBody } from "./ExplainBody";
import { explainPath, queryOf } from "./query";

/** Explain at an address of its own. */
export function Component() {
  const { t } = useTranslation();
  const { park } = usePark();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  return (
    <div className="page explain-page" data-testid="explain">
      <TopSlot>
        <h1>{t("explain.title")}</h1>
      </TopSlot>
      <ExplainBody
        query={queryOf(parameters)}
        onCurrent={asked => void navigate(explainPath(park.code, asked.query), { replace: true })}
      />
    </div>
  );
}
