import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getBudget } from "../../api/budgets";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { yearIn } from "../../lib/year";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Gauge } from "../budgets/Overview";
import { amount, CHIPS } from "../budgets/words";

/** How much of the year's carbon budget is used, and where the year will end. */
export function BudgetCard({ enterprise, format }: { enterprise: string; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const year = yearIn(park.timezone);
  const found = useQuery({
    queryKey: ["budget", park.code, "carbon", year, enterprise],
    queryFn: () => getBudget(park.code, { kind: "carbon", year, enterprise }),
  });
  const line = found.data?.line;
  const place = `/p/${park.code}/budgets?kind=carbon&of=${enterprise}`;
  const actions = (
    <Link className="button" to={place}>
      {t("home.to_budget")}
    </Link>
  );
  return (
    <Card title={t("home.budget", { year })} actions={line && line.budget !== null ? actions : null}>
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton rows-skeleton" aria-busy="true" />}
      {line && line.budget === null && (
        <Empty title={t("home.no_budget")} hint={t("home.no_budget_hint")} action={actions} />
      )}
      {line && line.budget !== null && (
        <div className="home-budget" data-testid="home-budget">
          {line.status && <span className={CHIPS[line.status]}>{t(`budgets.status.${line.status}`)}</span>}
          {line.budget > 0 && <Gauge line={line} budget={line.budget} />}
          <p>
            {t("budgets.row", {
              used: amount(format, line.used),
              budget: amount(format, line.budget),
              unit: gasText(line.unit),
            })}
          </p>
        </div>
      )}
    </Card>
  );
}
