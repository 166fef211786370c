import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Conversion, getConversions } from "../../api/metering";
import { useFormat } from "../../lib/format";
import { queryBehind } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { useEnterprises } from "../../lib/useEnterprises";
import { useNamed } from "../../lib/useNamed";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";

const INPUTS = ["amount", "pressure", "temperature", "feed"] as const;
const inputsOf = (point: Conversion) => INPUTS.flatMap(input => point[input] ?? []);

/** The converted points, and what they are made of. */
export function ConversionList({ action }: { action: ReactNode }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const pages = usePages("page", "code");
  const query = useQuery({
    queryKey: ["conversions", park.code, "list", pages.cursor],
    queryFn: () => getConversions(park.code, queryBehind(pages)),
    placeholderData: former => former,
  });
  const owned = useEnterprises();
  const owners = new Map(owned.data?.enterprises.map(item => [item.code, item]) ?? []);
  const known = useNamed(query.data?.points.flatMap(inputsOf) ?? []);
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <div className="card skeleton meters-skeleton" />;
  if (query.data.points.length === 0 && pages.before === 0)
    return <Empty title={t("converted.none")} hint={t("converted.none_hint")} action={action} />;
  const name = (code: string) => {
    const point = known.get(code);
    return point ? format.name(point) : code;
  };
  const owner = (code: string | null | undefined) => {
    const names = owners.get(code ?? "");
    return names ? format.name(names) : (code ?? t("meters.of_the_park"));
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="card meters-card" tabIndex={0} aria-label={t("computed.converted")}>
      <table className="table meters">
        <thead>
          <tr>
            <th scope="col">{t("meters.point")}</th>
            <th scope="col">{t("live.enterprise")}</th>
            <th scope="col">{t("converted.what")}</th>
            <th scope="col">{t("meter.inputs")}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.points.map(point => (
            <tr key={point.point} data-testid="converted-point" data-point={point.point}>
              <th scope="row">
                <Link to={`/p/${park.code}/computed/converted/${point.point}`}>{format.name(point)}</Link>{" "}
                {point.ended && <span className="chip">{t("computed.ended")}</span>}
                <span className="term-sub">
                  <code>{point.point}</code>
                </span>
              </th>
              <td>{owner(point.enterprise)}</td>
              <td>
                {t(`conversion.kind.${point.kind}`)}
                <span className="term-sub">{point.unit}</span>
              </td>
              <td>
                {INPUTS.map(input => {
                  const code = point[input];
                  return code ? (
                    <span key={input} className="input-line">
                      {t(`converted.${input}`)}: {name(code)}
                    </span>
                  ) : null;
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
