import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { endEdge } from "../../api/edges";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

/** Ends a gateway for good: says first what that means, and takes its code as the confirmation. */
export function EndCard({ park, edge }: { park: string; edge: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [typed, setTyped] = useState("");
  const ending = useMutation({
    mutationFn: () => endEdge(park, edge),
    onSuccess: async () => {
      await navigate(`/p/${park}/edges`);
      client.removeQueries({ queryKey: ["edge", park, edge] });
      await client.invalidateQueries({ queryKey: ["edges", park] });
    },
  });
  return (
    <Card title={t("edges.end_title")}>
      <p>{t("edges.end_means")}</p>
      {!isAsked && (
        <button type="button" className="button" onClick={() => setAsked(true)} data-testid="edge-end">
          {t("edges.end")}
        </button>
      )}
      {isAsked && (
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault();
            ending.mutate();
          }}
        >
          <label htmlFor="end-code">{t("edges.end_type", { code: edge })}</label>
          <input
            id="end-code"
            value={typed}
            autoCapitalize="none"
            spellCheck={false}
            onChange={event => setTyped(event.target.value.trim())}
          />
          {ending.error && <Problem error={ending.error} />}
          <button
            type="submit"
            className="button"
            disabled={typed !== edge || ending.isPending}
            data-testid="edge-end-sure"
          >
            {t("edges.end_sure")}
          </button>
        </form>
      )}
    </Card>
  );
}
