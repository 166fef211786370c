import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DifferenceSum, Lock } from "../../api/metering";
import type { Names } from "../../api/types";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { showQuantity } from "../explain/units";
import { DifferenceHours } from "./DifferenceHours";
import { keyOf } from "./Differences";
import { causeText, showMass, spanText } from "./words";

interface Props {
  rows: DifferenceSum[];
  locks: Lock[];
  owners: ReadonlyMap<string, Names>;
  picked: ReadonlySet<string>;
  onPick: ((rows: DifferenceSum[], isOn: boolean) => void) | undefined;
  format: Format;
}

/** Locked and new figures by lock and source; a row opens its hours. */
export function OpenTable({ rows, locks, owners, picked, onPick, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const columns = onPick ? 9 : 8;
  return (
    <table className="table differences">
      <thead>
        <tr>
          {onPick && (
            <th scope="col">
              <span className="sr-only">{t("health.choose")}</span>
            </th>
          )}
          <th scope="col">{t("explain.source")}</th>
          <th scope="col" className="right">
            {t("locks.hours_head")}
          </th>
          <th scope="col" className="right">
            {t("locks.was")}
          </th>
          <th scope="col" className="right">
            {t("locks.would_be")}
          </th>
          <th scope="col" className="right">
            {t("locks.delta_energy")}
          </th>
          <th scope="col" className="right">
            {t("locks.delta_carbon")}
          </th>
          <th scope="col">{t("locks.first_seen")}</th>
          <th scope="col">{t("locks.causes")}</th>
        </tr>
      </thead>
      {locks
        .map(lock => ({ lock, of: rows.filter(row => row.lock === lock.id) }))
        .filter(({ of }) => of.length > 0)
        .map(({ lock, of }) => (
          <tbody key={lock.id}>
            <tr className="group-row">
              {onPick && (
                <td>
                  <input
                    type="checkbox"
                    aria-label={t("locks.choose_lock", { period: spanText(lock, park.timezone, format) })}
                    checked={of.every(row => picked.has(keyOf(row)))}
                    onChange={event => onPick(of, event.target.checked)}
                    data-testid="pick-lock"
                  />
                </td>
              )}
              <th scope="rowgroup" colSpan={columns - (onPick ? 1 : 0)}>
                {spanText(lock, park.timezone, format)} ·{" "}
                {lock.enterprise
                  ? format.name(
                      owners.get(lock.enterprise) ?? { name_zh: lock.enterprise, name_en: lock.enterprise },
                    )
                  : t("locks.whole_park")}
              </th>
            </tr>
            {of.map(row => (
              <Row key={row.source} {...{ row, owners, picked, onPick, columns, format }} />
            ))}
          </tbody>
        ))}
    </table>
  );
}

interface RowProps extends Pick<Props, "owners" | "picked" | "onPick" | "format"> {
  row: DifferenceSum;
  columns: number;
}

function Row({ row, owners, picked, onPick, columns, format }: RowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const owner = row.enterprise ? owners.get(row.enterprise) : undefined;
  const energy = row.quantity - row.locked_quantity;
  return (
    <Fragment>
      <tr data-testid="difference" data-source={row.source} data-lock={row.lock} data-mg={row.difference_mg}>
        {onPick && (
          <td>
            <input
              type="checkbox"
              aria-label={t("health.choose_one", { what: t("locks.difference"), name: format.name(row) })}
              checked={picked.has(keyOf(row))}
              onChange={event => onPick([row], event.target.checked)}
              data-testid="pick-source"
            />
          </td>
        )}
        <th scope="row">
          <button
            type="button"
            className="row-toggle"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            data-testid="difference-open"
          >
            {format.name(row)}
          </button>
          <span className="term-sub">
            {owner ? format.name(owner) : t("health.park_own")} · <code>{row.source}</code>
          </span>
        </th>
        <td className="right nowrap">
          {format.number(row.hours)}
          <span className="term-sub">
            {format.day(row.first_hour)} – {format.day(row.last_hour)}
          </span>
        </td>
        <td className="right nowrap">
          {showQuantity(row.locked_quantity, row.base_unit, format)}
          <span className="term-sub">{showMass(row.locked_co2_mg, format)}</span>
        </td>
        <td className="right nowrap">
          {showQuantity(row.quantity, row.base_unit, format)}
          <span className="term-sub">{showMass(row.co2_mg, format)}</span>
        </td>
        <td className="right nowrap">
          <Delta value={energy} shown={showQuantity(energy, row.base_unit, format)} />
        </td>
        <td className="right nowrap strong">
          <Delta value={row.difference_mg} shown={showMass(row.difference_mg, format)} />
          {row.gas !== "CO2" && row.co2e_mg !== null && row.locked_co2e_mg !== null && (
            <span className="term-sub">
              {t("locks.of_gas", {
                mass: showMass(row.co2e_mg - row.locked_co2e_mg, format),
                gas: row.gas,
                set: row.gwp,
              })}
            </span>
          )}
        </td>
        <td className="nowrap">{format.moment(row.first_seen)}</td>
        <td>
          {row.causes.length ? row.causes.map(cause => causeText(t, cause)).join("; ") : t("meter.unknown")}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={columns} className="nested">
            <DifferenceHours
              state="open"
              lock={row.lock}
              source={row.source}
              baseUnit={row.base_unit}
              format={format}
            />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** A change with its direction, not by colour alone. */
export function Delta({ value, shown }: { value: number; shown: string }) {
  if (value === 0) return <>{shown}</>;
  return (
    <span className={value > 0 ? "change change-up" : "change change-down"}>
      {value > 0 ? "\u25b2 +" : "\u25bc "}
      {shown}
    </span>
  );
}
