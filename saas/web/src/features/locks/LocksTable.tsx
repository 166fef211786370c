import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Lock, releaseLock } from "../../api/metering";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { paged, usePages } from "../../ui/Pager";
import { ReasonForm } from "../../ui/ReasonForm";
import { Scroll } from "../meter-health/Scroll";
import { spanText } from "./words";

interface Props {
  locks: Lock[];
  owners: ReadonlyMap<string, Names>;
  chosen: number | null;
  onChoose: (lock: number | null) => void;
  canDecide: boolean;
  format: Format;
}

/** Every lock that there was, the newest first. */
export function LocksTable({ locks, owners, chosen, onChoose, canDecide, format }: Props) {
  const { t } = useTranslation();
  const { shown, pager } = paged(locks, usePages());
  const inForce = locks.filter(lock => lock.released_at === null).length;
  return (
    <Card title={t("locks.locks")} summary={t("locks.in_force", { count: inForce })}>
      <Scroll label={t("locks.locks")}>
        <table className="table locks">
          <thead>
            <tr>
              <th scope="col">{t("locks.period")}</th>
              <th scope="col">{t("locks.whose")}</th>
              <th scope="col">{t("wizard.reason")}</th>
              <th scope="col">{t("explain.state")}</th>
              <th scope="col">{t("locks.waiting")}</th>
              {canDecide && (
                <th scope="col">
                  <span className="sr-only">{t("locks.release")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map(lock => (
              <Row
                key={lock.id}
                lock={lock}
                owner={lock.enterprise ? owners.get(lock.enterprise) : undefined}
                isChosen={lock.id === chosen}
                onChoose={() => onChoose(lock.id === chosen ? null : lock.id)}
                canDecide={canDecide}
                format={format}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      {pager}
    </Card>
  );
}

interface RowProps {
  lock: Lock;
  owner: Names | undefined;
  isChosen: boolean;
  onChoose: () => void;
  canDecide: boolean;
  format: Format;
}

function Row({ lock, owner, isChosen, onChoose, canDecide, format }: RowProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [isReleasing, setReleasing] = useState(false);
  const releasing = useMutation({
    mutationFn: (reason: string) => releaseLock(park.code, lock.id, reason),
    onSuccess: async () => {
      setReleasing(false);
      for (const key of ["locks", "differences", "ledger"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const isReleased = lock.released_at !== null;
  return (
    <>
      <tr
        className={isReleased ? "is-past" : isChosen ? "is-chosen" : ""}
        data-testid="lock"
        data-lock={lock.id}
        data-released={isReleased}
        data-open={lock.open_differences}
      >
        <th scope="row">{spanText(lock, park.timezone, format)}</th>
        <td>{lock.enterprise ? (owner ? format.name(owner) : lock.enterprise) : t("locks.whole_park")}</td>
        <td className="wide-cell">
          {lock.reason}
          <span className="term-sub">
            {lock.author} · {format.dateTime(lock.created_at).slice(0, -3)}
          </span>
        </td>
        <td>
          <span className={isReleased ? "chip" : "chip chip-good"}>
            {t(isReleased ? "locks.released" : "locks.locked")}
          </span>
          {lock.released_at !== null && (
            <span className="term-sub">
              {lock.release_reason} – {lock.released_by} · {format.dateTime(lock.released_at).slice(0, -3)}
            </span>
          )}
        </td>
        <td className="nowrap">
          {lock.open_differences > 0 ? (
            <button
              type="button"
              className="button"
              aria-pressed={isChosen}
              onClick={onChoose}
              data-testid="lock-differences"
            >
              {t("locks.hours", { count: lock.open_differences })}
            </button>
          ) : (
            <span className="note">{t("locks.none_waiting")}</span>
          )}
        </td>
        {canDecide && (
          <td className="right">
            {!isReleased && (
              <button
                type="button"
                className="button"
                aria-expanded={isReleasing}
                onClick={() => setReleasing(!isReleasing)}
                data-testid="release-open"
              >
                {t("locks.release")}
              </button>
            )}
          </td>
        )}
      </tr>
      {isReleasing && (
        <tr>
          <td colSpan={6}>
            <ReasonForm
              hint={t("locks.release_hint")}
              action={t("locks.release")}
              isBusy={releasing.isPending}
              error={releasing.error}
              onDo={reason => releasing.mutate(reason)}
              testId="release"
            />
          </td>
        </tr>
      )}
    </>
  );
}
