import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  adoptSets,
  type FactorChoice,
  type FactorSet,
  getFactorSets,
  previewRestatement,
} from "../../api/factors";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { ReasonForm } from "../../ui/ReasonForm";
import { Scroll } from "../meter-health/Scroll";
import { ImpactTable } from "./ImpactTable";
import { PeriodFields, usePeriod } from "./PeriodFields";
import { PotentialsCard } from "./PotentialsCard";
import { moved } from "./words";

interface Props {
  canDecide: boolean;
  format: Format;
}

/** Which sets there are, and which the park uses, the first before the second. */
export function SetsTab({ canDecide, format }: Props) {
  const { park } = usePark();
  const query = useQuery({ queryKey: ["factor-sets", park.code], queryFn: () => getFactorSets(park.code) });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton meters-skeleton" />;
  // Made anew once another choice is in force.
  return <Sets key={query.data.in_force.join()} choice={query.data} canDecide={canDecide} format={format} />;
}

function Sets({ choice, canDecide, format }: Props & { choice: FactorChoice }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [chosen, setChosen] = useState(choice.in_force);
  const [text, setText, period] = usePeriod();
  const isChanged = chosen.join() !== choice.in_force.join();
  const preview = useMutation({
    mutationFn: () => previewRestatement(park.code, { ...(period ?? { from: 0, to: 0 }), sets: chosen }),
  });
  const adopting = useMutation({
    mutationFn: (reason: string) =>
      adoptSets(park.code, { sets: chosen, reason, based_on: choice.history[0]?.id ?? null }),
    onSuccess: async () => {
      for (const key of ["factor-sets", "factors", "factor", "factor-needs", "live"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const byCode = new Map(choice.sets.map(set => [set.code, set]));
  const used = chosen.flatMap(code => byCode.get(code) ?? []);
  const others = choice.sets.filter(set => !chosen.includes(set.code));
  const change = (next: string[]) => {
    setChosen(next);
    preview.reset();
  };
  const table = { canDecide, format };
  return (
    <div className="stack">
      <Card
        title={t("factors.sets_used")}
        summary={choice.chosen ? t("factors.sets_chosen") : t("factors.sets_standard")}
      >
        <SetTable
          {...table}
          sets={used}
          actions={(set, n) => (
            <>
              <button
                type="button"
                className="quiet"
                disabled={n === 0}
                aria-label={t("factors.earlier", { set: set.code })}
                onClick={() => change(moved(chosen, n, -1))}
              >
                ↑
              </button>
              <button
                type="button"
                className="quiet"
                disabled={n === used.length - 1}
                aria-label={t("factors.later", { set: set.code })}
                onClick={() => change(moved(chosen, n, 1))}
              >
                ↓
              </button>
              <button
                type="button"
                className="quiet"
                disabled={used.length === 1}
                aria-label={t("factors.leave_out", { set: set.code })}
                onClick={() => change(chosen.filter(code => code !== set.code))}
              >
                {t("factors.leave_out_short")}
              </button>
            </>
          )}
        />
      </Card>
      {others.length > 0 && (
        <Card title={t("factors.sets_other")} summary={t("factors.sets_other_hint")}>
          <SetTable
            {...table}
            sets={others}
            actions={set => (
              <button
                type="button"
                className="quiet"
                aria-label={t("factors.take_in", { set: set.code })}
                onClick={() => change([...chosen, set.code])}
                data-testid={`take-${set.code}`}
              >
                {t("factors.take_in_short")}
              </button>
            )}
          />
        </Card>
      )}
      {canDecide && isChanged && (
        <Card title={t("factors.adopt")} summary={t("factors.adopt_hint")}>
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
              className="button"
              disabled={period === null || preview.isPending}
              onClick={() => preview.mutate()}
              data-testid="impact-preview"
            >
              {preview.isPending ? t("factors.computing") : t("factors.preview")}
            </button>
          </p>
          {preview.error && <Problem error={preview.error} />}
          {preview.data && <ImpactTable found={preview.data} format={format} />}
          <ReasonForm
            hint={t("factors.adopt_reason")}
            action={t("factors.adopt_do")}
            isBusy={adopting.isPending}
            error={adopting.error}
            onDo={reason => adopting.mutate(reason)}
            testId="adopt"
          />
        </Card>
      )}
      <PotentialsCard key={choice.gwp} inForce={choice.gwp} canDecide={canDecide} />
      {choice.history.length > 0 && (
        <Card title={t("factors.history")}>
          <ul className="factor-history">
            {choice.history.map(item => (
              <li key={item.id}>
                <strong>{item.reason}</strong>{" "}
                <span className="note">
                  {item.author} · {format.moment(item.created_at)}
                </span>
                <span className="term-sub">{item.sets.join(" › ")}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

interface TableProps extends Props {
  sets: FactorSet[];
  actions: (set: FactorSet, index: number) => React.ReactNode;
}

function SetTable({ sets, actions, canDecide, format }: TableProps) {
  const { t } = useTranslation();
  return (
    <Scroll label={t("factors.sets_used")} isShort>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("factors.set")}</th>
            <th scope="col" className="right">
              {t("factors.values")}
            </th>
            <th scope="col">{t("factors.licence")}</th>
            {canDecide && <th scope="col">{t("factors.change")}</th>}
          </tr>
        </thead>
        <tbody>
          {sets.map((set, n) => (
            <tr key={set.code} data-testid="factor-set">
              <td>
                {set.title}
                <span className="term-sub">
                  <code>{set.code}</code> · {set.publisher}
                </span>
              </td>
              <td className="right">{format.number(set.versions)}</td>
              <td className="note">{set.licence}</td>
              {canDecide && <td className="nowrap">{actions(set, n)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
