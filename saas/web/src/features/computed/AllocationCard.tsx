import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Allocation, endAllocation } from "../../api/metering";
import { getSeries, type PointChoice } from "../../api/meters";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { ReasonForm } from "../../ui/ReasonForm";
import { DAY_MS, fromInput, QUARTER_MS, toInput } from "../meters/spans";
import { baseOf } from "./FormulaCard";
import { PartsTable } from "./PartsTable";
import { partsOf, shareText } from "./parts";

interface Props {
  code: string;
  allocations: Allocation[];
  point: PointChoice | undefined;
  owners: ReadonlyMap<string, Names>;
  format: Format;
}

/** One shared meter: who has which part of its last day, and the divisions that there were. */
export function AllocationCard({ code, allocations, point, owners, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park, role } = usePark();
  const [now] = useState(Date.now);
  const [isEnding, setEnding] = useState(false);
  const current = allocations.find(item => item.valid_to === null || item.valid_to > now);
  const past = allocations.filter(item => item !== current);
  const name = point ? format.name(point) : code;
  const open = current?.valid_to === null ? current : undefined;
  return (
    <Card
      title={name}
      summary={
        current
          ? `${label("allocation_method", current.method)} · ${validity(current, format, t("computed.open_end"))}`
          : t("computed.not_divided")
      }
      className="allocation"
      actions={
        <>
          <Link className="quiet" to={`/p/${park.code}/meters/${code}`}>
            {t("computed.to_meter")}
          </Link>
          {role === "operator" && open && (
            <button
              type="button"
              className="button"
              aria-expanded={isEnding}
              onClick={() => setEnding(!isEnding)}
              data-testid="end-open"
            >
              {t("computed.end")}
            </button>
          )}
          {role === "operator" && !open && (
            <Link className="button" to={`/p/${park.code}/computed/shared/new?point=${code}`}>
              {t("computed.divide_again")}
            </Link>
          )}
        </>
      }
    >
      {isEnding && open && <End allocation={open} onDone={() => setEnding(false)} format={format} />}
      {current && <LastDay allocation={current} point={point} name={name} {...{ owners, format, now }} />}
      {current && <Why allocation={current} format={format} />}
      {past.length > 0 && (
        <details className="past">
          <summary>{t("computed.past", { count: past.length })}</summary>
          <ul className="links">
            {past.map(item => (
              <li key={item.id} data-testid="past-allocation">
                {validity(item, format, t("computed.open_end"))}{" "}
                <span className="chip">{label("allocation_method", item.method)}</span>{" "}
                {item.shares
                  .map(share => `${share.enterprise ?? share.target} ${shareText(share, item.method)}`)
                  .join(" · ")}
                <Why allocation={item} format={format} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function validity(item: Allocation, format: Format, openEnd: string): string {
  const at = (ms: number) => format.dateTime(ms).slice(0, -3);
  return `${at(item.valid_from)} – ${item.valid_to === null ? openEnd : at(item.valid_to)}`;
}

function Why({ allocation, format }: { allocation: Allocation; format: Format }) {
  const { t } = useTranslation();
  const { author } = allocation;
  return (
    <p className="note">
      {allocation.reason} – {author === "park file" ? t("tariff.by_file") : author} ·{" "}
      {format.moment(allocation.created_at)}
    </p>
  );
}

interface LastDayProps {
  allocation: Allocation;
  point: PointChoice | undefined;
  name: string;
  owners: ReadonlyMap<string, Names>;
  format: Format;
  now: number;
}

function LastDay({ allocation, point, name, owners, format, now }: LastDayProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const to = Math.floor(now / QUARTER_MS) * QUARTER_MS;
  const from = Math.max(to - DAY_MS, Math.min(allocation.valid_from, to - QUARTER_MS));
  const targets = allocation.shares.map(share => share.target);
  const query = useQuery({
    queryKey: ["series", park.code, allocation.point, "parts", allocation.id, from, to],
    queryFn: async () => {
      const all = [allocation.point, ...targets];
      const [shared, ...tenants] = await Promise.all(
        all.map(code => getSeries(park.code, code, from, to, "quarter")),
      );
      return shared && partsOf(shared, tenants);
    },
  });
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data;
  return (
    <>
      <p className="note">
        {t("computed.over", { from: format.moment(from), to: format.moment(to) })}
        {found && found.undivided > 0 && ` · ${t("computed.undivided", { count: found.undivided })}`}
      </p>
      <PartsTable
        rows={allocation.shares.map(share => ({
          target: share.target,
          enterprise: share.enterprise,
          by: shareText(share, allocation.method),
          amount: found?.parts.get(share.target) ?? null,
        }))}
        whole={found?.whole ?? null}
        baseUnit={point ? baseOf(point) : ""}
        meter={name}
        owners={owners}
        format={format}
      />
    </>
  );
}

function End({ allocation, onDone, format }: { allocation: Allocation; onDone: () => void; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [time, setTime] = useState(() =>
    toInput(Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS, park.timezone),
  );
  const ending = useMutation({
    mutationFn: (reason: string) => {
      const ms = fromInput(time, park.timezone) ?? 0;
      return endAllocation(park.code, allocation.id, Math.floor(ms / QUARTER_MS) * QUARTER_MS, reason);
    },
    onSuccess: async () => {
      onDone();
      for (const key of ["allocations", "series", "point"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const id = `end-${allocation.id}`;
  return (
    <ReasonForm
      hint={t("computed.end_hint", { from: format.moment(allocation.valid_from) })}
      action={t("computed.end")}
      isBusy={ending.isPending}
      error={ending.error}
      onDo={reason => ending.mutate(reason)}
      testId="end"
    >
      <label htmlFor={id}>{t("computed.end_time")}</label>
      <input
        id={id}
        type="datetime-local"
        step={900}
        value={time}
        onChange={event => setTime(event.target.value)}
      />
    </ReasonForm>
  );
}
