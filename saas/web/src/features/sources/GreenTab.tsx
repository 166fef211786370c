import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getGreen } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { GreenForm } from "./GreenForm";
import { GreenSupplies } from "./GreenSupplies";
import { GreenUses } from "./GreenUses";
import { amountText } from "./words";

interface Props {
  canWrite: boolean;
  format: Format;
}

/** Contracts and certificates of green electricity, and what is used of them. */
export function GreenTab({ canWrite, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = useQuery({ queryKey: ["green", park.code], queryFn: () => getGreen(park.code) });
  const [isMaking, setMaking] = useState(false);
  const button = canWrite && (
    <button type="button" className="button primary" onClick={() => setMaking(true)} data-testid="green-new">
      {t("emissions.green.add")}
    </button>
  );
  const found = query.data;
  return (
    <div className="stack">
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {!isMaking && (found?.supplies.length ?? 0) > 0 && <p className="wizard-buttons">{button}</p>}
      {isMaking && <GreenForm onDone={() => setMaking(false)} />}
      {found?.findings.map(finding => (
        <p key={finding.supply} data-finding={finding.code}>
          {t(`emissions.green.${finding.code}`, {
            number: finding.number,
            day: finding.expires_on,
            amount: amountText(finding.amount_wh, "Wh", format),
          })}
        </p>
      ))}
      {found && found.supplies.length === 0 && !isMaking && (
        <Empty
          title={t("emissions.green.empty")}
          hint={t("emissions.green.empty_hint")}
          action={button || undefined}
        />
      )}
      {found && found.supplies.length > 0 && (
        <GreenSupplies supplies={found.supplies} canWrite={canWrite} format={format} />
      )}
      {found && found.uses.length > 0 && <GreenUses uses={found.uses} canWrite={canWrite} format={format} />}
    </div>
  );
}
