import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Basis, chooseBaseYear, getBaseYear, type Kept } from "../../api/inventory";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { ReasonForm } from "../../ui/ReasonForm";
import { BridgeTable } from "./BridgeCard";
import { periodText } from "./Kept";
import type { Context } from "./words";

const ACCEPTED = ["approved", "submitted", "in_verification", "findings", "verified", "locked"];

interface Props {
  inventory: Kept;
  basis: Basis;
  context: Context;
}

/** The base year of the boundary: how far it has moved, and making this inventory the base year. */
export function BaseYearCard({ inventory, basis, context }: Props) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const client = useQueryClient();
  const [percent, setPercent] = useState("5");
  const id = useId();
  const { format } = context;
  const query = { basis, ...(inventory.enterprise && { enterprise: inventory.enterprise }) };
  const { data, error, refetch } = useQuery({
    queryKey: ["base-year", park.code, query],
    queryFn: () => getBaseYear(park.code, query),
  });
  const choosing = useMutation({
    mutationFn: (policy: string) =>
      chooseBaseYear(park.code, { inventory: inventory.id, threshold: Number(percent) / 100, policy }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["base-year", park.code] }),
  });
  const canChoose =
    role !== "verifier" && ACCEPTED.includes(inventory.state) && data?.inventory.id !== inventory.id;
  return (
    <Card
      title={t("inventory.base_year")}
      summary={
        data
          ? t("inventory.base_year_is", {
              period: periodText(data.inventory.from, data.inventory.to, format),
              share: format.percent(data.share, 2),
              threshold: format.percent(data.threshold, 1),
            })
          : t("inventory.no_base_year")
      }
      className="inventory-bridge"
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && (
        <p className="note" data-testid="base-year" data-material={data.is_material}>
          {data.policy} – {data.author}
        </p>
      )}
      {data?.is_material && (
        <>
          <p>
            <span className="chip chip-warn">{t("inventory.material")}</span> {t("inventory.material_hint")}
          </p>
          <BridgeTable
            bridge={data.bridge}
            before={t("inventory.base_year")}
            after={t("inventory.ledger_now")}
            context={context}
          />
        </>
      )}
      {canChoose && (
        <ReasonForm
          hint={t("inventory.base_year_hint")}
          action={t("inventory.choose_base_year")}
          isBusy={choosing.isPending}
          error={choosing.error}
          onDo={policy => choosing.mutate(policy)}
          testId="base-year-choose"
        >
          <label htmlFor={id}>{t("inventory.threshold")}</label>
          <input
            id={id}
            type="number"
            min="0.1"
            max="99"
            step="0.1"
            value={percent}
            onChange={event => setPercent(event.target.value)}
          />
        </ReasonForm>
      )}
    </Card>
  );
}
