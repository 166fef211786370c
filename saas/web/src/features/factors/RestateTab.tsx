import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  cancelRestatement,
  getRestatements,
  previewRestatement,
  type Restatement,
  restate,
} from "../../api/factors";
import type { Format } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { ReasonForm } from "../../ui/ReasonForm";
import { Delta } from "../locks/OpenTable";
import { showMass, spanText } from "../locks/words";
import { ImpactTable } from "./ImpactTable";
import { PeriodFields, usePeriod } from "./PeriodFields";

interface Props {
  canDecide: boolean;
  format: Format;
}

const POLL_MS = 1500;
const isRunning = (item: Restatement) => ["queued", "running", "failed"].includes(item.state);

/** Settled hours by the factors in force now: seen before, done in the background, kept on record. */
export function RestateTab({ canDecide, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [text, setText, period] = usePeriod();
  const preview = useMutation({
    mutationFn: () => previewRestatement(park.code, period ?? { from: 0, to: 0 }),
  });
  const pages = usePages();
  const query = useQuery({
    queryKey: ["restatements", park.code, pages.cursor],
    queryFn: () => getRestatements(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.restatements.some(isRunning) ? POLL_MS : false),
  });
  const again = () => client.invalidateQueries({ queryKey: ["restatements", park.code] });
  const doing = useMutation({
    mutationFn: (reason: string) => restate(park.code, { ...(period ?? { from: 0, to: 0 }), reason }),
    onSuccess: async () => {
      preview.reset();
      pages.first();
      await again();
    },
  });
  const cancelling = useMutation({
    mutationFn: (item: number) => cancelRestatement(park.code, item),
    onSettled: again,
  });
  const hasChange = (preview.data?.lines.length ?? 0) > 0;
  const done = query.data?.restatements ?? [];
  return (
    <div className="stack">
      <Card title={t("factors.restate")} summary={t("factors.restate_hint")}>
        <PeriodFields
          text={text}
          onChange={next => {
            setText(next);
            preview.reset();
          }}
          isWrong={period === null}
        />
        <p>
          <button
            type="button"
            className="button primary"
            disabled={period === null || preview.isPending}
            onClick={() => preview.mutate()}
            data-testid="restate-preview"
          >
            {preview.isPending ? t("factors.computing") : t("factors.preview")}
          </button>
        </p>
        {preview.error && <Problem error={preview.error} />}
        {preview.data && <ImpactTable found={preview.data} format={format} />}
        {canDecide && hasChange && (
          <ReasonForm
            hint={t("factors.restate_reason")}
            action={t("factors.restate_do")}
            isBusy={doing.isPending}
            error={doing.error}
            onDo={reason => doing.mutate(reason)}
            testId="restate"
          />
        )}
      </Card>
      <Card title={t("factors.restated")}>
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && done.length === 0 && pages.before === 0 && (
          <Empty title={t("factors.not_restated")} hint={t("factors.not_restated_hint")} />
        )}
        {cancelling.error && <Problem error={cancelling.error} />}
        <ul className="factor-history">
          {done.map(item => (
            <li key={item.id} data-testid="restatement" data-state={item.state}>
              <strong>{item.reason}</strong> <span className="chip">{t(`factors.job_${item.state}`)}</span>{" "}
              <span className="note">
                {item.author} · {format.moment(item.created_at)} · {spanText(item, park.timezone, format)}
              </span>
              <span className="term-sub">
                {t("factors.restated_hours", {
                  hours: format.number(item.hours),
                  held: format.number(item.held_hours),
                })}{" "}
                <Delta
                  value={item.after_mg - item.before_mg}
                  shown={showMass(item.after_mg - item.before_mg, format)}
                />
              </span>
              {item.error && <p className="note">{item.error}</p>}
              {isRunning(item) && (
                <p className="factor-progress">
                  <progress value={item.progress} max={1} aria-label={t("factors.progress")} />{" "}
                  {format.percent(item.progress, 0)}
                  {canDecide && (
                    <button
                      type="button"
                      className="button"
                      disabled={cancelling.isPending}
                      onClick={() => cancelling.mutate(item.id)}
                    >
                      {t("factors.stop")}
                    </button>
                  )}
                </p>
              )}
            </li>
          ))}
        </ul>
        <Pager pages={pages} next={query.data?.cursor} rows={done.length} isOld={query.isPlaceholderData} />
      </Card>
    </div>
  );
}
