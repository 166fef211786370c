import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getPlace, type PlaceDetail } from "../../api/places";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { ExplainSide } from "../../ui/ExplainSide";
import { Problem } from "../../ui/Problem";
import type { AskedPlace } from "./figure";
import { TermsTable } from "./Parts";
import type { View } from "./usePlaces";
import { keyOf, shown, UNITS } from "./words";

interface Props {
  asked: AskedPlace;
  view: View;
  format: Format;
  isOpen: boolean;
  onClose: () => void;
  onClosed: () => void;
}

/** How the carbon of a place was made: its meters and sources; of what is left, the place less its parts. */
export default function PlaceDrawer({ asked, view, format, isOpen, onClose, onClosed }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const query = { ...view.days, measure: view.measure, by: view.by };
  const found = useQuery({
    queryKey: ["place", park.code, asked.kind, asked.code, query],
    queryFn: () => getPlace(park.code, asked.kind, asked.code, query),
  });
  const place = found.data;
  const isLedger = asked.kind === "park" || asked.kind === "enterprise";
  return (
    <ExplainSide isOpen={isOpen} onClose={onClose} onClosed={onClosed} width={46}>
      <div className="detail" data-testid="place-explain" data-value={explainedOf(place, asked) ?? ""}>
        {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <div className="skeleton rows-skeleton" />}
        {place && (
          <>
            <h2>
              {format.name(place.place) || place.place.code}
              {asked.isRest && ` · ${t("places.layer.remainder")}`}
            </h2>
            <p className="kpi-value">
              {shown(explainedOf(place, asked), "carbon", format)}{" "}
              <span className="unit">{UNITS.carbon}</span>
            </p>
            <p className="note">
              {t(asked.isRest ? "places.how_rest" : isLedger ? "places.how_ledger" : "places.how_meters")}
            </p>
            {asked.isRest ? (
              <Rest place={place} format={format} />
            ) : (
              <TermsTable place={place} format={format} testId="explained-terms" />
            )}
            <p>
              <Link to={`/p/${park.code}/places/${keyOf(place.place)}${view.kept}`} onClick={onClose}>
                {t("places.to_place")}
              </Link>
            </p>
          </>
        )}
      </div>
    </ExplainSide>
  );
}

const explainedOf = (place: PlaceDetail | undefined, asked: AskedPlace): number | null | undefined =>
  asked.isRest ? place?.remainder.co2_mg : place?.amount.co2_mg;

/** The whole, less every part, and what parts hand to each other: what is left. */
function Rest({ place, format }: { place: PlaceDetail; format: Format }) {
  const { t } = useTranslation();
  const rows: [string, string, number | null, string][] = [
    ["whole", t("places.whole"), place.amount.co2_mg, ""],
    ...place.children.map((child): [string, string, number | null, string] => [
      keyOf(child.place),
      format.name(child.place) || child.place.code,
      child.amount.co2_mg,
      "\u2212 ",
    ]),
  ];
  if (place.transfers) rows.push(["transfers", t("places.layer.transfers"), place.transfers.co2_mg, "+ "]);
  rows.push(["rest", t("places.layer.remainder"), place.remainder.co2_mg, "= "]);
  return (
    <table className="table" data-testid="explained-rest">
      <thead>
        <tr>
          <th scope="col">{t("places.place")}</th>
          <th scope="col" className="right">
            {t("places.carbon")} <span className="unit">t</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([key, name, value, sign]) => (
          <tr key={key}>
            <th scope="row">
              {sign}
              {name}
            </th>
            <td className="right">{shown(value, "carbon", format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
