import { useTranslation } from "react-i18next";
import type { PlaceDetail, PlaceSeries } from "../../api/places";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { lazyLater } from "../../lib/later";
import { ChartCard } from "../../ui/ChartCard";
import { Late } from "../../ui/Late";
import { Segmented } from "../../ui/Segmented";
import type { View } from "./usePlaces";
import { shown, UNITS } from "./words";

const StackChart = lazyLater(() => import("./StackChart"));

interface Props {
  place: PlaceDetail;
  view: View;
  format: Format;
}

/** What the place uses or emits over time, by its parts or by carrier; the same as a table. */
export function Stack({ place, view, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const isTable = view.params.get("view") === "table";
  const name = (layer: PlaceSeries) => {
    if (layer.place) return format.name(layer.place);
    return layer.sort === "carrier"
      ? label("carrier", layer.key)
      : t(`places.layer.${layer.sort as "others"}`);
  };
  const names = place.series.map(name);
  const colours = place.series.map((layer, n) =>
    layer.sort === "child" || layer.sort === "carrier" ? `--place-${n + 1}` : "--muted-fill",
  );
  const labels = place.starts.map(start => when(start, place.grain, format));
  const totals = place.series.map(layer => layer.values.reduce((sum, value) => sum + value, 0));
  const largest = totals.indexOf(Math.max(...totals));
  const summary =
    place.series.length === 0
      ? t("places.no_series")
      : t("places.stack_summary", {
          unit: UNITS[place.measure],
          grain: t(`places.grain.${place.grain}`),
          name: names[largest] ?? "",
          value: shown(totals[largest], place.measure, format),
        });
  return (
    <ChartCard
      title={t("places.over_time")}
      summary={summary}
      actions={
        <Segmented
          label={t("places.by_label")}
          value={view.by}
          options={[
            { value: "child", label: t("places.by.child") },
            { value: "carrier", label: t("places.by.carrier") },
          ]}
          onChange={value => view.set({ by: value === "carrier" ? value : null })}
        />
      }
      isTable={isTable}
      onToggle={() => view.set({ view: isTable ? null : "table" })}
      testId="place-toggle"
      source="sums"
      computed={place.as_of}
      format={format}
    >
      {isTable ? (
        <Table place={place} names={names} labels={labels} format={format} />
      ) : (
        <Late fallback={<div className="chart place-chart" />}>
          <StackChart {...{ place, names, colours, labels, summary, format }} />
        </Late>
      )}
      <ul className="legend" data-testid="place-legend">
        {place.series.map((layer, n) => (
          <li key={layer.key}>
            <i className="dot" style={{ background: `var(${colours[n]})` }} /> {names[n]}
          </li>
        ))}
        {place.estimated.includes(true) && (
          <li>
            <i className="swatch hatch" aria-hidden="true" /> {t("live.estimated_span")}
          </li>
        )}
      </ul>
      {!place.is_hourly && <p className="note">{t("places.kept_hours")}</p>}
    </ChartCard>
  );
}

export function when(start: number, grain: PlaceDetail["grain"], format: Format): string {
  if (grain === "hour") return format.moment(start);
  return format.day(start);
}

interface TableProps {
  place: PlaceDetail;
  names: string[];
  labels: string[];
  format: Format;
}

function Table({ place, names, labels, format }: TableProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll place-scroll" tabIndex={0} aria-label={t("places.over_time")}>
      <table className="table" data-testid="place-table">
        <thead>
          <tr>
            <th scope="col">{t("places.time")}</th>
            {place.series.map((layer, n) => (
              <th key={layer.key} scope="col" className="right">
                {names[n]} <span className="unit">{UNITS[place.measure]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {place.starts.map((start, n) => (
            <tr key={start}>
              <th scope="row">
                {labels[n]}{" "}
                {place.estimated[n] && <span className="chip chip-hatch">{t("live.estimated_span")}</span>}
              </th>
              {place.series.map(layer => (
                <td key={layer.key} className="right" data-value={layer.values[n]}>
                  {shown(layer.values[n], place.measure, format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
