import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decideFactor, getOwnFactors, type OwnDecision, type OwnFactor } from "../../api/factors";
import type { Format } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { useSession } from "../session/session";
import { OwnForm } from "./OwnForm";

/** Factors that people here determined: proposed with evidence, decided on by somebody else. */
export function OwnTab({ format }: { format: Format }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const [isMaking, setMaking] = useState(false);
  const pages = usePages();
  const query = useQuery({
    queryKey: ["own-factors", park.code, pages.cursor],
    queryFn: () => getOwnFactors(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
  });
  const show = () => {
    setMaking(false);
    pages.first();
  };
  const canWrite = role !== "verifier";
  const button = canWrite && (
    <button type="button" className="button primary" onClick={() => setMaking(true)} data-testid="own-open">
      {t("factors.propose")}
    </button>
  );
  const found = query.data?.factors ?? [];
  const isEmpty = query.data !== undefined && found.length === 0 && pages.before === 0;
  return (
    <div className="stack">
      {isMaking && <OwnForm onProposed={show} onCancel={() => setMaking(false)} />}
      <Card
        title={t("factors.own_title")}
        summary={t("factors.own_hint")}
        actions={!isMaking && query.data && !isEmpty && button}
      >
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="skeleton rows-skeleton" />}
        {isEmpty && !isMaking && (
          <Empty title={t("factors.own_none")} hint={t("factors.own_none_hint")} action={button} />
        )}
        <ul className="factor-history">
          {found.map(item => (
            <Own key={item.id} item={item} format={format} />
          ))}
        </ul>
        <Pager pages={pages} next={query.data?.cursor} rows={found.length} isOld={query.isPlaceholderData} />
      </Card>
    </div>
  );
}

function Own({ item, format }: { item: OwnFactor; format: Format }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const session = useSession();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const deciding = useMutation({
    mutationFn: (decision: OwnDecision) => decideFactor(park.code, item.id, decision, note.trim()),
    onSuccess: async () => {
      for (const key of ["own-factors", "factors", "factor", "factor-needs", "live"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const isMine = session.data?.user.login === item.author;
  const decisions: OwnDecision[] =
    item.state !== "proposed" ? [] : isMine ? ["withdraw"] : role === "operator" ? ["approve", "reject"] : [];
  const tone = { approved: "chip-good", rejected: "chip-bad", proposed: "chip-warn", withdrawn: "" }[
    item.state
  ];
  return (
    <li data-testid="own-factor" data-state={item.state}>
      <strong>
        <code>{item.factor}</code> {format.plain(Number(item.value))} {item.unit}
      </strong>{" "}
      <span className={`chip ${tone}`}>{t(`factors.own_${item.state}`)}</span>{" "}
      <span className="note">
        {item.version} · {item.valid_from} – {item.valid_to ?? "…"} ·{" "}
        {item.enterprise ?? t("locks.whole_park")}
      </span>
      <span className="term-sub">
        {item.citation} ·{" "}
        <a href={`/api/v1/parks/${park.code}/evidence/${item.evidence}`}>{t("factors.evidence")}</a>
      </span>
      <span className="term-sub">
        {t("factors.proposed_by", { author: item.author, time: format.moment(item.created_at) })}
        {item.decided_by &&
          item.decided_at !== null &&
          ` · ${t("factors.decided_by", { author: item.decided_by, time: format.moment(item.decided_at) })}`}
        {item.note && ` · ${item.note}`}
      </span>
      {decisions.length > 0 && (
        <p className="factor-decide">
          <input
            aria-label={t("factors.note")}
            placeholder={t("factors.note")}
            value={note}
            maxLength={1000}
            onChange={event => setNote(event.target.value)}
          />
          {decisions.map(decision => (
            <button
              key={decision}
              type="button"
              className="button"
              disabled={deciding.isPending}
              onClick={() => deciding.mutate(decision)}
              data-testid={`own-${decision}`}
            >
              {t(`factors.do_${decision}`)}
            </button>
          ))}
        </p>
      )}
      {deciding.error && <Problem error={deciding.error} />}
    </li>
  );
}
