import { Fragment, useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MeterDevice, MeterPoint, Meters } from "../../api/meters";
import type { Balance } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { groupDecimal } from "./decimals";
import { type Asked, ageOf, depthsOf, findingsOf, remainderPlaces, type Sort } from "./filters";
import { RemainderRow } from "./RemainderRow";
import { StateChip } from "./StateChip";

interface Props {
  meters: Meters;
  devices: Map<string, MeterDevice>;
  points: MeterPoint[];
  /** Of yesterday. */
  balances: Balance[];
  asked: Asked;
  onSort: (sort: Sort) => void;
  format: Format;
}

const FIRST_ROWS = 40;

/** One row a point, with its meter; more than a screen has are rendered after the first are there. */
export function MetersTable({ meters, devices, points: all, balances, asked, onSort, format }: Props) {
  const { t } = useTranslation();
  const points = useDeferredValue(all, all.slice(0, FIRST_ROWS));
  const owners = new Map(meters.enterprises.map(item => [item.code, item]));
  const isTree = asked.sort === "tree";
  const depths = depthsOf(all);
  const remainders = new Map(balances.map(item => [item.parent.point, item]));
  const places = remainderPlaces(points, [...remainders.keys()], isTree);
  const head = (sort: Sort, text: string, isRight = false) => (
    <th
      scope="col"
      className={isRight ? "right" : ""}
      aria-sort={
        asked.sort === sort ? (["name", "tree"].includes(sort) ? "ascending" : "descending") : "none"
      }
    >
      <button type="button" className="sort" onClick={() => onSort(sort)}>
        {text}
        <svg viewBox="0 0 8 8" aria-hidden="true">
          <path d="M1 2.5 4 6l3-3.5" />
        </svg>
      </button>
    </th>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="card meters-card" tabIndex={0} aria-label={t("meters.title")}>
      <table className="table meters">
        <thead>
          <tr>
            {head("name", t("meters.point"))}
            {owners.size > 1 && <th scope="col">{t("live.enterprise")}</th>}
            <th scope="col">{t("live.carrier")}</th>
            <th scope="col">{t("meters.state")}</th>
            {head("age", t("meters.last"), true)}
            <th scope="col" className="right">
              {t("meters.multiplier")}
            </th>
            <th scope="col">{t("meters.serial")}</th>
            {head("tree", t("meters.parent"))}
            {head("findings", t("meters.findings"), true)}
          </tr>
        </thead>
        <tbody>
          {points.map(point => {
            const owner = owners.get(point.enterprise ?? "");
            const depth = (code: string) => (isTree ? (depths.get(code) ?? 0) : 0);
            return (
              <Fragment key={point.code}>
                <Row
                  point={point}
                  device={devices.get(point.device ?? "")}
                  owner={owners.size > 1 ? (owner ? format.name(owner) : t("meters.of_the_park")) : null}
                  depth={depth(point.code)}
                  now={meters.time}
                  format={format}
                />
                {places.get(point.code)?.map(parent => (
                  <RemainderRow
                    key={parent}
                    balance={remainders.get(parent)}
                    hasOwners={owners.size > 1}
                    depth={depth(parent) + 1}
                    format={format}
                  />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  point: MeterPoint;
  device: MeterDevice | undefined;
  owner: string | null;
  depth: number;
  now: number;
  format: Format;
}

function Row({ point, device, owner, depth, now, format }: RowProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const { last } = point;
  return (
    <tr data-testid="meter-row" data-point={point.code}>
      <th scope="row" style={{ paddingInlineStart: `${0.5 + depth * 1.25}rem` }}>
        <Link to={`/p/${park.code}/meters/${point.code}`}>{format.name(point)}</Link>
        <span className="term-sub">
          {device && device.code !== point.code && `${format.name(device)} · `}
          <code>{point.code}</code>
        </span>
      </th>
      {owner !== null && <td>{owner}</td>}
      <td>
        {label("carrier", point.carrier)}
        <span className="term-sub">{label("kind", point.kind)}</span>
      </td>
      <td>
        <StateChip state={point.state} />
      </td>
      <td className="right nowrap">
        {last ? (
          <>
            {last.value === null ? "\u2013" : groupDecimal(last.value)}{" "}
            <span className="unit">
              {point.multiplier === "1" || point.kind !== "register" ? point.unit : t("meters.index")}
            </span>
            <span className="term-sub" title={format.dateTime(last.time)}>
              {t(`meters.ago_${ageOf(now - last.time).unit}`, { count: ageOf(now - last.time).count })}
            </span>
          </>
        ) : (
          <span className="note">{point.kind === "virtual" ? "\u2013" : t("meters.never")}</span>
        )}
      </td>
      <td className="right">{point.multiplier === "1" ? "" : `× ${groupDecimal(point.multiplier)}`}</td>
      <td>{device?.serial ?? ""}</td>
      <td>{point.parent && <Link to={`/p/${park.code}/meters/${point.parent}`}>{point.parent}</Link>}</td>
      <td className="right">
        {findingsOf(point) > 0 && (
          <Link
            to={`/p/${park.code}/meters/${point.code}`}
            className={point.findings.error ? "chip chip-bad" : "chip chip-warn"}
          >
            {t("meters.finding_count", { count: findingsOf(point) })}
          </Link>
        )}
      </td>
    </tr>
  );
}
