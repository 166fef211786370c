import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getVirtualPoints, type VirtualPoint } from "../../api/metering";
import { useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { useEnterprises } from "../../lib/useEnterprises";
import { useNamed } from "../../lib/useNamed";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";

/** The points with a formula, and what they are made of. */
export function VirtualList({ action }: { action: ReactNode }) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["virtual-points", park.code, "list", pages.cursor],
    queryFn: () => getVirtualPoints(park.code, queryBehind(pages)),
    placeholderData: former => former,
  });
  const owned = useEnterprises();
  const owners = new Map(owned.data?.enterprises.map(item => [item.code, item]) ?? []);
  const known = useNamed(query.data?.points.flatMap(point => Object.values(point.inputs)) ?? []);
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton meters-skeleton" />;
  if (query.data.points.length === 0 && pages.before === 0)
    return (
      <Empty
        title={t("computed.no_virtual")}
        hint={t("computed.no_virtual_hint")}
        action={
          action || (
            <Link className="button" to={`/p/${park.code}/meters`}>
              {t("computed.to_meters")}
            </Link>
          )
        }
      />
    );
  const owner = (point: VirtualPoint) => {
    if (point.enterprise === null) return t("meters.of_the_park");
    const names = owners.get(point.enterprise);
    return names ? format.name(names) : point.enterprise;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="card meters-card" tabIndex={0} aria-label={t("computed.virtual")}>
      <table className="table meters">
        <thead>
          <tr>
            <th scope="col">{t("meters.point")}</th>
            <th scope="col">{t("live.enterprise")}</th>
            <th scope="col">{t("live.carrier")}</th>
            <th scope="col">{t("meter.formula")}</th>
            <th scope="col">{t("meter.inputs")}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.points.map(point => (
            <tr key={point.point} data-testid="virtual-point" data-point={point.point}>
              <th scope="row">
                <Link to={`/p/${park.code}/computed/virtual/${point.point}`}>{format.name(point)}</Link>{" "}
                {point.ended && <span className="chip">{t("computed.ended")}</span>}
                <span className="term-sub">
                  <code>{point.point}</code>
                </span>
              </th>
              <td>{owner(point)}</td>
              <td>
                {label("carrier", point.carrier)}
                <span className="term-sub">{point.unit}</span>
              </td>
              <td>
                <code>{point.expression}</code>
              </td>
              <td>
                {Object.entries(point.inputs).map(([name, code]) => {
                  const input = known.get(code);
                  return (
                    <span key={name} className="input-line">
                      <code>{name}</code> {input ? format.name(input) : code}
                    </span>
                  );
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        pages={pages}
        next={query.data.cursor}
        rows={query.data.points.length}
        isOld={query.isPlaceholderData}
      />
    </section>
  );
}
