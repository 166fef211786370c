import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PointSection } from "../../../api/edges";
import type { MeterPoint } from "../../../api/meters";
import type { Tag } from "../../../api/sources";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import type { Connection } from "../behind/config";
import { PointsTable } from "../behind/PointsTable";
import { SaveCard } from "../behind/SaveCard";
import { useJudged } from "../behind/useJudged";
import { usePreview } from "../behind/usePreview";
import { type Place, placeOf, readable, readOf } from "./form";
import { PlaceOf } from "./PlaceOf";
import { TagFinder } from "./TagFinder";

interface Props {
  park: string;
  edge: string;
  connection: Connection;
  wanted: string;
  points: MeterPoint[];
  places: Record<string, Place>;
  onPlaces: (places: Record<string, Place>) => void;
  onConfigured: () => void;
}

/** Which tag is which point, with what both say now; then tried and saved. */
export function TagsStep({ park, edge, connection, wanted, points, places, onPlaces, onConfigured }: Props) {
  const { t } = useTranslation();
  const own = readable(points);
  const mapped = own.filter(point => places[point.code]);
  const [chosen, setChosen] = useState("");
  const [seen, setSeen] = useState<string[]>([]);
  const active = chosen || (own.find(point => !places[point.code]) ?? own[0])?.code || "";
  const choices = mapped.flatMap(point => {
    const place = places[point.code];
    return place ? [{ point, read: readOf(place, point.expected_period_s) }] : [];
  });
  const { rows, error } = usePreview(park, edge, connection, [
    ...choices.map(({ point, read }): PointSection => ({ ...read, key: point.code })),
    ...seen.map((node): PointSection => ({ key: node, node })),
  ]);
  const judged = useJudged(
    park,
    choices.flatMap(({ point, read }) => {
      const tried = rows.get(point.code);
      return tried ? [{ point: point.code, tried, isScaled: read.scale !== undefined }] : [];
    }),
  );
  const change = (point: string, what: Partial<Place>) => {
    const place = places[point];
    if (place) onPlaces({ ...places, [point]: { ...place, ...what } });
  };
  const choose = (tag: Tag) => {
    if (!active) return;
    onPlaces({ ...places, [active]: placeOf(tag) });
    setChosen(own.find(point => point.code !== active && !places[point.code])?.code ?? active);
  };
  if (own.length === 0) return <Empty title={t("sources.no_points")} hint={t("sources.no_points_hint")} />;
  return (
    <>
      <Card title={t("sources.tags")} summary={t("sources.tags_sub")} className="sources-card">
        <div className="sources-columns">
          <PointsTable
            points={own}
            active={active}
            onActive={setChosen}
            place={point => {
              const place = places[point.code];
              return place ? <PlaceOf place={place} onChange={what => change(point.code, what)} /> : null;
            }}
            isScaled={point => Number(places[point]?.scale ?? 1) !== 1}
            tried={rows}
            judged={judged}
            onFactor={(point, factor) => change(point, { scale: factor })}
            onClear={point => {
              const { [point]: _, ...others } = places;
              onPlaces(others);
              setChosen(point);
            }}
          />
          <TagFinder
            park={park}
            edge={edge}
            connection={connection}
            values={rows}
            taken={new Set(Object.values(places).map(place => place.node))}
            onSeen={setSeen}
            onChosen={choose}
          />
        </div>
        {error !== null && <p className="note">{t("sources.preview_paused")}</p>}
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
