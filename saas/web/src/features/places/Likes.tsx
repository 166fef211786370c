import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getBenchmark } from "../../api/benchmark";
import type { PlaceDetail } from "../../api/places";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { CHIPS, intensity, unitText } from "../benchmark/words";
import { PlaceFigure } from "./figure";
import type { View } from "./usePlaces";
import { amountOf, changeText, keyOf, shown, UNITS } from "./words";

type Like = PlaceDetail["likes"][number];

interface Props {
  place: PlaceDetail;
  view: View;
  format: Format;
}

/** Against places of the same sort, and an enterprise against the norms that it is held to. */
export function Likes({ place, view, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("likes");
  if (place.likes.length < 2) return null;
  const most = Math.max(1, ...place.likes.map(one => amountOf(one.amount, place.measure) ?? 0));
  const head = (one: Like) => (
    <Link
      to={`/p/${park.code}/places/${keyOf(one.place)}${view.kept}`}
      aria-current={keyOf(one.place) === keyOf(place.place) ? "true" : undefined}
    >
      {format.name(one.place) || one.place.code}
    </Link>
  );
  return (
    <ChartCard
      title={t("places.likes")}
      summary={
        place.rank === null
          ? t("places.likes_kept", { count: place.like_count })
          : t("places.likes_summary", { rank: place.rank, count: place.like_count })
      }
      isTable={isTable}
      onToggle={toggleTable}
      testId="likes-toggle"
      source="sums"
      computed={place.as_of}
      format={format}
    >
      {isTable ? (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("places.place")}</th>
              <th scope="col" className="right">
                {t(`places.${place.measure}`)} <span className="unit">{UNITS[place.measure]}</span>
              </th>
              <th scope="col" className="right">
                {t("places.change")}
              </th>
            </tr>
          </thead>
          <tbody>
            {place.likes.map(one => (
              <tr key={keyOf(one.place)}>
                <th scope="row">{head(one)}</th>
                <td className="right">
                  <Amount one={one} measure={place.measure} format={format} />
                </td>
                <td className="right">{changeText(one.change, format)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <ul className="place-likes" data-picture="">
          {place.likes.map(one => {
            const value = amountOf(one.amount, place.measure);
            return (
              <li key={keyOf(one.place)} className={keyOf(one.place) === keyOf(place.place) ? "is-this" : ""}>
                <span>{head(one)}</span>
                <span className="place-bar" aria-hidden="true">
                  <i style={{ width: `${(100 * Math.max(0, value ?? 0)) / most}%` }} />
                </span>
                <span className="right">
                  <Amount one={one} measure={place.measure} format={format} />{" "}
                  <span className="unit">{UNITS[place.measure]}</span> {changeText(one.change, format)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {place.place.kind === "enterprise" && <Norms place={place} format={format} />}
    </ChartCard>
  );
}

/** Carbon says how it was made; energy is shown. */
function Amount({ one, measure, format }: { one: Like; measure: PlaceDetail["measure"]; format: Format }) {
  if (measure === "energy") return <>{shown(one.amount.joules, measure, format)}</>;
  const name = format.name(one.place) || one.place.code;
  return <PlaceFigure {...one.place} value={one.amount.co2_mg} name={name} format={format} />;
}

function Norms({ place, format }: { place: PlaceDetail; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const year = Number(place.first.slice(0, 4));
  const found = useQuery({
    queryKey: ["benchmark", park.code, year],
    queryFn: () => getBenchmark(park.code, year),
  });
  const lines = (found.data?.norms ?? []).flatMap(one =>
    one.lines.filter(line => line.enterprise === place.place.code).map(line => ({ norm: one.norm, line })),
  );
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{t("app.benchmark")}</h3>
      <ul className="place-norms">
        {lines.map(({ norm, line }) => (
          <li key={norm.code}>
            <Link to={`/p/${park.code}/benchmark?year=${year}`}>{format.name(norm)}</Link>{" "}
            {intensity(format, line.value)} {unitText(t, norm)}{" "}
            <span className={CHIPS[line.verdict]}>{t(`benchmark.verdict.${line.verdict}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
