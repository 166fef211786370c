import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getPoint } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

/** The sources that count a point and the points that are made of it: what a change of it would move. */
export function UsedBy({ code, format }: { code: string; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const query = useQuery({ queryKey: ["point", park.code, code], queryFn: () => getPoint(park.code, code) });
  const { uses = [], dependents = [] } = query.data ?? {};
  return (
    <Card title={t("computed.used")}>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {query.data && uses.length + dependents.length === 0 && <p className="note">{t("computed.unused")}</p>}
      <ul className="links" data-testid="used-by">
        {uses.map(item => (
          <li key={`${item.source}/${item.role}`}>
            {item.weight < 0 ? "\u2212 " : ""}
            {format.name(item)} <span className="chip">{label("use_role", item.role)}</span>
          </li>
        ))}
        {dependents.map(item => (
          <li key={`${item.code}/${item.role}`}>
            <Link to={`/p/${park.code}/meters/${item.code}`}>{format.name(item)}</Link>{" "}
            <span className="chip">{label("input_role", item.role)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
