import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { look, type Suggestion } from "../../../api/sources";
import { Empty } from "../../../ui/Empty";
import { LookProblem } from "../behind/LookProblem";
import { asked } from "./ServerCard";
import type { FinderProps } from "./TagFinder";
import { TagRow } from "./TagRow";

const WATCH_S = 6;
const MOST = 30;

/** Likely counters, the likeliest first, each with the reasons. */
export function TagSuggestions({ park, edge, connection, values, taken, onSeen, onChosen }: FinderProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["suggestions", park, edge, connection.section],
    queryFn: () =>
      look<Suggestion[]>(park, edge, "browse", {
        ...asked(connection),
        counters: true,
        watch_s: WATCH_S,
        limit: MOST,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const found = query.data;
  useEffect(() => {
    if (found) onSeen(found.map(one => one.node.node));
  }, [found, onSeen]);
  if (query.error) return <LookProblem error={query.error} onRetry={() => void query.refetch()} />;
  if (!found)
    return (
      <div role="status">
        <p className="note">{t("sources.watching", { seconds: WATCH_S })}</p>
        <div className="skeleton sources-skeleton" />
      </div>
    );
  if (found.length === 0)
    return <Empty title={t("sources.no_counters")} hint={t("sources.no_counters_hint")} />;
  return (
    <ul className="sources-tags" data-testid="suggestions">
      {found.map(({ node, reasons }) => (
        <TagRow
          key={node.node}
          tag={node}
          reasons={reasons}
          live={values.get(node.node)}
          isTaken={taken.has(node.node)}
          onChosen={onChosen}
        />
      ))}
    </ul>
  );
}
