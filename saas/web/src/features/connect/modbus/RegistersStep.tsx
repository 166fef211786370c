import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PointSection } from "../../../api/edges";
import type { MeterDevice, MeterPoint } from "../../../api/meters";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import type { Connection } from "../behind/config";
import { LookProblem } from "../behind/LookProblem";
import { PointsTable } from "../behind/PointsTable";
import { SaveCard } from "../behind/SaveCard";
import { useJudged } from "../behind/useJudged";
import { usePreview } from "../behind/usePreview";
import { readable } from "../opcua/form";
import { isDlt645, type Place, readOf } from "./form";
import { ItemForm } from "./ItemForm";
import { PlaceWords } from "./PlaceWords";
import { RegisterForm } from "./RegisterForm";

interface Props {
  park: string;
  edge: string;
  device: MeterDevice;
  connection: Connection;
  wanted: string;
  points: MeterPoint[];
  places: Record<string, Place>;
  onPlaces: (places: Record<string, Place>) => void;
  onConfigured: () => void;
}

/** Where each point is on the line, all of them read together; then tried and saved. */
export function RegistersStep(props: Props) {
  const { park, edge, device, connection, wanted, points, places, onPlaces, onConfigured } = props;
  const { t } = useTranslation();
  const own = readable(points);
  const isItem = isDlt645(connection);
  const fits = (place: Place | undefined): place is Place =>
    place !== undefined && (place.kind === "dlt645") === isItem;
  const [chosen, setChosen] = useState("");
  const active = own.find(point => point.code === chosen) ?? own.find(p => !fits(places[p.code])) ?? own[0];
  const choices = own.flatMap(point => {
    const place = places[point.code];
    return fits(place) ? [{ point, read: readOf(place, point.expected_period_s) }] : [];
  });
  const { rows, error } = usePreview(
    park,
    edge,
    connection,
    choices.map(({ point, read }): PointSection => ({ ...read, key: point.code })),
  );
  const judged = useJudged(
    park,
    choices.flatMap(({ point }) => {
      const tried = rows.get(point.code);
      // Registers say no unit; an item's unit is the standard's.
      return tried ? [{ point: point.code, tried, isScaled: false }] : [];
    }),
  );
  const put = (point: string, place: Place) => onPlaces({ ...places, [point]: place });
  if (!active) return <Empty title={t("sources.no_points")} hint={t("sources.no_points_hint")} />;
  const last = Object.values(places).find(fits);
  return (
    <>
      <Card
        title={t(isItem ? "sources.items" : "sources.registers")}
        summary={t(isItem ? "sources.items_sub" : "sources.registers_sub")}
        className="sources-card"
      >
        <div className="sources-columns">
          <PointsTable
            points={own}
            active={active.code}
            onActive={setChosen}
            place={point => {
              const place = places[point.code];
              return fits(place) ? (
                <PlaceWords place={place} onChange={changed => put(point.code, changed)} />
              ) : null;
            }}
            isScaled={() => false}
            tried={rows}
            judged={judged}
            onFactor={(point, factor) => {
              const place = places[point];
              if (place?.kind === "modbus") put(point, { ...place, scale: factor });
            }}
            onClear={point => {
              const { [point]: _, ...others } = places;
              onPlaces(others);
              setChosen(point);
            }}
          />
          {isItem ? (
            <ItemForm
              key={active.code}
              point={active}
              meter={(last?.kind === "dlt645" && last.meter) || digitsOf(device.serial)}
              onChosen={place => put(active.code, place)}
            />
          ) : (
            <RegisterForm
              key={active.code}
              park={park}
              edge={edge}
              connection={connection}
              point={active}
              unit={last?.kind === "modbus" ? last.unit : 1}
              onChosen={place => put(active.code, place)}
            />
          )}
        </div>
        {error !== null && <LookProblem error={error} />}
      </Card>
      <SaveCard
        park={park}
        edge={edge}
        wanted={wanted}
        connection={connection}
        choices={choices}
        onConfigured={onConfigured}
      />
    </>
  );
}

/** The address on a DL/T 645 meter's plate is mostly its serial number. */
const digitsOf = (serial: string | null) => (serial && /^\d{1,12}$/.test(serial) ? serial : "");
