import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Edge, getEdges } from "../../../api/edges";
import { useFormat } from "../../../lib/format";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Problem } from "../../../ui/Problem";
import { AddEdge } from "../../edges/AddEdge";
import { PresenceChip } from "../../edges/EdgesPage";
import { presenceOf } from "../../edges/state";
import { useMayChange } from "./useMayChange";

interface Props {
  park: string;
  chosen: string | null;
  onChosen: (edge: string) => void;
}

/** Through which gateway: those that one may configure, with whether they are there; or a new one. */
export function EdgePick({ park, chosen, onChosen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayChange = useMayChange();
  const [isAdding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: ["edges", park],
    queryFn: () => getEdges(park),
    refetchInterval: 5_000,
  });
  const edges = (query.data?.edges ?? []).filter(mayChange);
  const add = (
    <button type="button" className="button" onClick={() => setAdding(true)} data-testid="source-add-edge">
      {t("edges.add")}
    </button>
  );
  return (
    <Card
      title={t("sources.edge")}
      summary={t("sources.edge_sub")}
      className="sources-card"
      actions={edges.length > 0 && add}
    >
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton sources-skeleton" />}
      {query.data && edges.length === 0 && (
        <Empty title={t("edges.empty")} hint={t("edges.empty_hint")} action={add} />
      )}
      <fieldset className="sources-choices">
        <legend className="sr-only">{t("sources.edge")}</legend>
        {edges.map(edge => (
          <label key={edge.code} className="sources-choice" data-testid="source-edge" data-edge={edge.code}>
            <input
              type="radio"
              name="edge"
              checked={edge.code === chosen}
              onChange={() => onChosen(edge.code)}
            />
            <span>
              <strong>{format.name(edge)}</strong> <code>{edge.code}</code>
            </span>
            <PresenceChip edge={edge} />
          </label>
        ))}
      </fieldset>
      <Away edge={edges.find(edge => edge.code === chosen)} />
      {isAdding && <AddEdge park={park} onClosed={() => setAdding(false)} onUse={onChosen} />}
    </Card>
  );
}

function Away({ edge }: { edge: Edge | undefined }) {
  const { t } = useTranslation();
  if (!edge || presenceOf(edge, Date.now()) === "online") return null;
  return (
    <p className="sources-warn" role="status">
      {t("sources.edge_away")}
    </p>
  );
}
