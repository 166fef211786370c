import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type GreenFinding, type GreenSupply, getGreen, getGreenUses } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Pager, paged, usePages } from "../../ui/Pager";
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
  const pages = usePages("page", "place");
  const ofUses = usePages("uses", "place");
  const query = useQuery({
    queryKey: ["green", park.code, "supplies", pages.cursor],
    queryFn: () => getGreen(park.code, queryBehind(pages)),
    placeholderData: keepPreviousData,
  });
  const [only, setOnly] = useState<GreenSupply | null>(null);
  const used = useQuery({
    queryKey: ["green", park.code, "uses", only?.id, ofUses.cursor],
    queryFn: () => getGreenUses(park.code, { ...queryBehind(ofUses), ...(only && { supply: only.id }) }),
    // Uses of another supply are none of this one.
    placeholderData: (former, of) => (of?.queryKey[3] === only?.id ? former : undefined),
  });
  const [isMaking, setMaking] = useState(false);
  const button = canWrite && (
    <button type="button" className="button primary" onClick={() => setMaking(true)} data-testid="green-new">
      {t("emissions.green.add")}
    </button>
  );
  const found = query.data;
  const isEmpty = found !== undefined && found.supplies.length === 0 && pages.before === 0;
  const uses = used.data?.uses ?? [];
  const showUsesOf = (supply: GreenSupply | null) => {
    setOnly(supply);
    ofUses.first();
  };
  return (
    <div className="stack">
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {!isMaking && found && !isEmpty && <p className="wizard-buttons">{button}</p>}
      {isMaking && <GreenForm onAdded={pages.first} onDone={() => setMaking(false)} />}
      {found && <Findings findings={found.findings} format={format} />}
      {isEmpty && !isMaking && (
        <Empty
          title={t("emissions.green.empty")}
          hint={t("emissions.green.empty_hint")}
          action={button || undefined}
        />
      )}
      {found && !isEmpty && (
        <GreenSupplies
          {...{ canWrite, format }}
          supplies={found.supplies}
          onUsed={() => showUsesOf(null)}
          onShowUses={showUsesOf}
          pager={
            <Pager
              pages={pages}
              next={found.cursor}
              rows={found.supplies.length}
              isOld={query.isPlaceholderData}
            />
          }
        />
      )}
      {used.error && <Problem error={used.error} onRetry={() => void used.refetch()} />}
      {(uses.length > 0 || ofUses.before > 0 || only) && (
        <GreenUses
          {...{ uses, canWrite, format }}
          only={used.isPlaceholderData ? null : only}
          onAll={() => showUsesOf(null)}
          pager={
            <Pager
              pages={ofUses}
              next={used.data?.cursor}
              rows={uses.length}
              isOld={used.isPlaceholderData}
            />
          }
        />
      )}
    </div>
  );
}

/** What of all supplies somebody should look at. */
function Findings({ findings, format }: { findings: GreenFinding[]; format: Format }) {
  const { t } = useTranslation();
  const { shown, pager } = paged(findings, usePages("findings"));
  return (
    <>
      {shown.map(finding => (
        <p key={`${finding.supply} ${finding.code}`} data-finding={finding.code}>
          {t(`emissions.green.${finding.code}`, {
            number: finding.number,
            day: finding.expires_on,
            amount: amountText(finding.amount_wh, "Wh", format),
          })}
        </p>
      ))}
      {pager}
    </>
  );
}
