import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { getPlace, type PlaceDetail, type PlaceKind } from "../../api/places";
import { Missing } from "../../app/guards";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { AskPlace, PlaceFigure, useAskedPlace } from "./figure";
import { Head } from "./Head";
import { Heat } from "./Heat";
import { Likes } from "./Likes";
import { Children, Terms } from "./Parts";
import { Stack } from "./Stack";
import { Status } from "./Status";
import { usePlaces, type View } from "./usePlaces";
import { change, changeText, keyOf, shown, UNITS } from "./words";
import "../../styles/live.css";
import "../../styles/inventory.css";
import "../../styles/flows.css";
import "../../styles/benchmark.css";
import "../../styles/places.css";

const PlaceDrawer = lazy(() => import("./PlaceDrawer"));
const KINDS: PlaceKind[] = ["park", "enterprise", "node", "meter"];

/** One page for the park, an enterprise, a building or line, and a meter. */
export function Component() {
  const { kind = "", code = "" } = useParams();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const view = usePlaces();
  const explain = useAskedPlace();
  const known = KINDS.find(one => one === kind);
  const query = { ...view.days, measure: view.measure, by: view.by };
  const found = useQuery({
    queryKey: ["place", park.code, known, code, query],
    queryFn: () => getPlace(park.code, known ?? "park", code, query),
    enabled: known !== undefined,
    placeholderData: keepPreviousData,
  });
  if (!known) return <Missing />;
  return (
    <AskPlace.Provider value={explain.ask}>
      <div className="page">
        <TopSlot>
          <h1>{found.data ? format.name(found.data.place) || code : code}</h1>
        </TopSlot>
        {found.data && <Crumbs place={found.data} view={view} format={format} />}
        <Head view={view} />
        {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
        {found.isPending && <div className="card skeleton inventory-skeleton" aria-busy="true" />}
        {found.data && (
          <div
            className={found.isPlaceholderData ? "stack flow-old" : "stack"}
            aria-busy={found.isPlaceholderData}
            data-testid="place"
            data-place={keyOf(found.data.place)}
          >
            <Kpis place={found.data} format={format} />
            <Stack place={found.data} view={view} format={format} />
            <Children place={found.data} view={view} format={format} />
            <Heat kind={known} code={code} view={view} format={format} />
            <Likes place={found.data} view={view} format={format} />
            <Terms place={found.data} format={format} />
          </div>
        )}
      </div>
      {explain.asked && (
        <Late>
          <PlaceDrawer
            asked={explain.asked}
            view={view}
            format={format}
            isOpen={explain.isOpen}
            onClose={explain.close}
            onClosed={explain.closed}
          />
        </Late>
      )}
    </AskPlace.Provider>
  );
}

function Crumbs({ place, view, format }: { place: PlaceDetail; view: View; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  return (
    <nav className="place-crumbs" aria-label={t("places.crumbs")} data-testid="place-crumbs">
      <ol>
        <li>
          <Link to={`/p/${park.code}/places${view.kept}`}>{t("app.places")}</Link>
        </li>
        {place.crumbs.map(one => (
          <li key={keyOf(one)}>
            <Link to={`/p/${park.code}/places/${keyOf(one)}${view.kept}`}>
              {format.name(one) || one.code}
            </Link>
          </li>
        ))}
        <li aria-current="page">{format.name(place.place) || place.place.code}</li>
      </ol>
    </nav>
  );
}

function Kpis({ place, format }: { place: PlaceDetail; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const label = useLabels();
  const compared = place.comparison;
  return (
    <>
      <div className="kpis flow-kpis">
        {(["carbon", "energy"] as const).map(measure => {
          const value = measure === "carbon" ? place.amount.co2_mg : place.amount.joules;
          const of = (name: "now" | "before" | "year_before") =>
            compared && (measure === "carbon" ? compared[name].co2_mg : compared[name].joules);
          return (
            <section key={measure} className="kpi">
              <h2>{t(`places.${measure}`)}</h2>
              <p className="kpi-value" data-place-value={measure} data-value={value ?? ""}>
                {measure === "carbon" ? (
                  <PlaceFigure {...place.place} value={value} name={t("places.carbon")} format={format} />
                ) : (
                  shown(value, measure, format)
                )}{" "}
                <span className="unit">{UNITS[measure]}</span>
              </p>
              {measure === "energy" && (
                <p className="note">
                  <a href="#place-terms">{t("places.how")}</a>
                </p>
              )}
              {compared && (
                <p className="note">
                  {t("places.against_before", {
                    change: changeText(change(of("now"), of("before")), format),
                  })}
                  <br />
                  {t("places.against_year", {
                    change: changeText(change(of("now"), of("year_before")), format),
                  })}
                </p>
              )}
            </section>
          );
        })}
        <section className="kpi">
          <h2>{t("places.data")}</h2>
          <p className="kpi-value">
            {place.amount.coverage === null ? "\u2013" : format.percent(place.amount.coverage)}
          </p>
          <p className="note">
            {t("places.coverage")} <Status amount={place.amount} format={format} />
          </p>
        </section>
        {place.place.kind === "meter" && (
          <section className="kpi">
            <h2>{t("places.reading")}</h2>
            <p className="kpi-value">
              {place.quantity === null ? "\u2013" : format.number(place.quantity)}{" "}
              <span className="unit">{place.unit}</span>
            </p>
            <p className="note">
              {label("carrier", place.place.sort)} ·{" "}
              <Link to={`/p/${park.code}/meters/${place.place.code}`} data-testid="place-meter">
                {t("places.meter_page")}
              </Link>
            </p>
          </section>
        )}
      </div>
      {compared && (
        <p className="note">
          {t("places.compared", {
            count: compared.days,
            before: format.dayOf(compared.before_from),
            year: format.dayOf(compared.year_before_from),
          })}
        </p>
      )}
      {place.amount.lacking.length > 0 && (
        <p className="note">
          {t("places.lacking", {
            carriers: place.amount.lacking.map(one => label("carrier", one)).join(", "),
          })}
        </p>
      )}
      {place.is_shared && <p className="note">{t("places.shared")}</p>}
      {place.amount.status === "withheld" && <p className="note">{t("places.kept")}</p>}
    </>
  );
}
