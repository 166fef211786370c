import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PlaceDetail, PlaceTerm } from "../../api/places";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { showQuantity } from "../explain/units";
import { PlaceFigure } from "./figure";
import { Status } from "./Status";
import type { View } from "./usePlaces";
import { changeText, keyOf, shown } from "./words";

interface Props {
  place: PlaceDetail;
  view: View;
  format: Format;
}

/** The places below with what each uses, and what no part measures: together they are the place. */
export function Children({ place, view, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const label = useLabels();
  if (place.children.length === 0) return null;
  const sort = (one: PlaceDetail["place"]) =>
    one.kind === "meter" ? label("carrier", one.sort) : t(`places.kind.${one.kind}`);
  return (
    <Card title={t("places.parts")} summary={t("places.parts_summary")}>
      <div className="table-scroll place-table">
        <table className="table" data-testid="place-children">
          <thead>
            <tr>
              <th scope="col">{t("places.place")}</th>
              <th scope="col" className="right">
                {t("places.carbon")} <span className="unit">t</span>
              </th>
              <th scope="col" className="right">
                {t("places.energy")} <span className="unit">GJ</span>
              </th>
              <th scope="col" className="right">
                {t("places.change")}
              </th>
              <th scope="col">{t("places.data")}</th>
            </tr>
          </thead>
          <tbody>
            {place.children.map(child => (
              <tr key={keyOf(child.place)} data-child={keyOf(child.place)} data-carbon={child.amount.co2_mg}>
                <th scope="row">
                  <Link to={`/p/${park.code}/places/${keyOf(child.place)}${view.kept}`}>
                    {format.name(child.place) || child.place.code}
                  </Link>{" "}
                  <span className="unit">{sort(child.place)}</span>
                </th>
                <td className="right">
                  <PlaceFigure
                    kind={child.place.kind}
                    code={child.place.code}
                    value={child.amount.co2_mg}
                    name={format.name(child.place) || child.place.code}
                    format={format}
                  />
                </td>
                <td className="right">{shown(child.amount.joules, "energy", format)}</td>
                <td className="right">{changeText(child.change, format)}</td>
                <td>
                  <Status amount={child.amount} format={format} />
                </td>
              </tr>
            ))}
            {place.transfers && (
              <tr data-testid="place-transfers" data-carbon={place.transfers.co2_mg}>
                <th scope="row">{t("places.layer.transfers")}</th>
                <td className="right">
                  <PlaceFigure
                    {...place.place}
                    isRest
                    value={-(place.transfers.co2_mg ?? 0)}
                    name={t("places.layer.transfers")}
                    format={format}
                  />
                </td>
                <td className="right">{shown(-(place.transfers.joules ?? 0), "energy", format)}</td>
                <td />
                <td />
              </tr>
            )}
            <tr data-testid="place-remainder" data-carbon={place.remainder.co2_mg}>
              <th scope="row">{t("places.layer.remainder")}</th>
              <td className="right">
                <PlaceFigure
                  {...place.place}
                  isRest
                  value={place.remainder.co2_mg}
                  name={t("places.layer.remainder")}
                  format={format}
                />
              </td>
              <td className="right">{shown(place.remainder.joules, "energy", format)}</td>
              <td />
              <td />
            </tr>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("places.whole")}</th>
              <td className="right strong">
                <PlaceFigure
                  {...place.place}
                  value={place.amount.co2_mg}
                  name={t("places.whole")}
                  format={format}
                />
              </td>
              <td className="right strong">{shown(place.amount.joules, "energy", format)}</td>
              <td />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

/** What the amount is added up from, down to the meters and sources themselves. */
export function Terms({ place, format }: { place: PlaceDetail; format: Format }) {
  const { t } = useTranslation();
  const isLedger = place.place.kind === "park" || place.place.kind === "enterprise";
  return (
    <div id="place-terms">
      <Card title={t("places.how")} summary={t(isLedger ? "places.how_ledger" : "places.how_meters")}>
        <TermsTable place={place} format={format} testId="place-terms" />
      </Card>
    </div>
  );
}

/** The meters and sources of an amount; the carbon of a meter says how it was made, too. */
export function TermsTable({
  place,
  format,
  testId,
}: {
  place: PlaceDetail;
  format: Format;
  testId: string;
}) {
  const { t } = useTranslation();
  const { park } = usePark();
  const isLedger = place.place.kind === "park" || place.place.kind === "enterprise";
  const to = (term: PlaceTerm) =>
    term.kind === "point" ? `/p/${park.code}/meters/${term.code}` : `/p/${park.code}/sources`;
  return (
    <>
      <div className="table-scroll place-table">
        <table className="table" data-testid={testId}>
          <thead>
            <tr>
              <th scope="col">{t("places.term")}</th>
              <th scope="col" className="right">
                {t("places.quantity")}
              </th>
              <th scope="col" className="right">
                {t("places.energy")} <span className="unit">GJ</span>
              </th>
              <th scope="col" className="right">
                {t("places.carbon")} <span className="unit">t</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {place.terms.map(term => (
              <tr key={`${term.kind}${term.code}`} data-term={term.code} data-carbon={term.co2_mg}>
                <th scope="row">
                  {term.sign < 0 && "\u2212 "}
                  <Link to={to(term)}>{format.name(term) || term.code}</Link>{" "}
                  <span className="unit">{t(`places.term_${term.kind}`)}</span>
                </th>
                <td className="right">{showQuantity(term.quantity, term.unit, format)}</td>
                <td className="right">{shown(term.joules, "energy", format)}</td>
                <td className="right">{shown(term.co2_mg, "carbon", format)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isLedger && (
        <p className="note">
          <Link
            to={`/p/${park.code}/inventory?period=${place.first.slice(0, place.first.endsWith("-01-01") && place.until_day.endsWith("-01-01") ? 4 : 7)}${place.enterprise ? `&enterprise=${place.enterprise}` : ""}`}
          >
            {t("places.inventory")}
          </Link>
        </p>
      )}
    </>
  );
}
