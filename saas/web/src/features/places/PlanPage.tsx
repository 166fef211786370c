import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import {
  addPlanImage,
  getPlaces,
  getPlan,
  type PlaceRow,
  type PlaceTree,
  type PlanBody,
  type PlanShape,
  type SitePlan,
  savePlan,
} from "../../api/places";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { lazyLater } from "../../lib/later";
import { usePark } from "../../lib/park";
import { useTable } from "../../lib/useTable";
import { ChartCard } from "../../ui/ChartCard";
import { Empty } from "../../ui/Empty";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { Drawing } from "./Drawing";
import { Head } from "./Head";
import { PlanImage } from "./PlanImage";
import { usePlaces, type View } from "./usePlaces";
import { keyOf, shown } from "./words";
import "../../styles/live.css";
import "../../styles/inventory.css";
import "../../styles/flows.css";
import "../../styles/places.css";

const Treemap = lazyLater(() => import("./Treemap"));

/** Where it is: the operator's own plan with shapes by their carbon; without one a map of areas. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const view = usePlaces();
  const cache = useQueryClient();
  const tree = useQuery({
    queryKey: ["places", park.code, view.days],
    queryFn: () => getPlaces(park.code, view.days),
  });
  const plan = useQuery({ queryKey: ["site-plan", park.code], queryFn: () => getPlan(park.code) });
  const [isDrawing, setDrawing] = useState(false);
  const save = useMutation({
    mutationFn: (body: PlanBody) => savePlan(park.code, body),
    onSuccess: saved => cache.setQueryData(["site-plan", park.code], saved),
  });
  const upload = useMutation({
    // The shapes are those on the page: what is drawn and not saved yet stays.
    mutationFn: async ({ file, shapes }: { file: File; shapes: PlanShape[] }) => {
      const image = await addPlanImage(park.code, file);
      return save.mutateAsync({ version: plan.data?.version ?? 0, image: image.id, shapes });
    },
    onSuccess: () => setDrawing(true),
  });
  const error = tree.error ?? plan.error;
  const maySave = role === "operator";
  const picker = (shapes: PlanShape[]) => (
    <label className="button place-upload">
      {t(plan.data?.image ? "places.plan.replace" : "places.plan.upload")}
      <input
        type="file"
        className="sr-only"
        accept="image/png,image/jpeg,image/webp"
        onChange={event => {
          const [file] = event.target.files ?? [];
          if (file) upload.mutate({ file, shapes });
          event.target.value = "";
        }}
        data-testid="plan-file"
      />
    </label>
  );
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("app.site_plan")}</h1>
      </TopSlot>
      <p className="page-sub">{t("places.plan.lead")}</p>
      <Head view={view} hasMeasure={false} />
      {error && <Problem error={error} onRetry={() => void Promise.all([tree.refetch(), plan.refetch()])} />}
      {upload.error && <Problem error={upload.error} />}
      {save.error && !upload.error && <Problem error={save.error} />}
      {(tree.isPending || plan.isPending) && (
        <div className="card skeleton inventory-skeleton" aria-busy="true" />
      )}
      {tree.data && plan.data && (
        <div className="stack">
          {plan.data.image === null ? (
            <>
              <Empty
                title={t("places.plan.none")}
                hint={t(maySave ? "places.plan.none_hint" : "places.plan.none_hint_other")}
                action={maySave && picker([])}
              />
              <Areas tree={tree.data} view={view} format={format} />
            </>
          ) : isDrawing ? (
            <Drawing
              plan={plan.data}
              rows={tree.data.rows}
              format={format}
              isBusy={save.isPending || upload.isPending}
              onSave={body =>
                save.mutate(body, { onSuccess: saved => setDrawing(saved.shapes.length === 0) })
              }
              onAway={async () => {
                await save.mutateAsync({ version: plan.data.version, image: null, shapes: [] });
                setDrawing(false);
              }}
              onCancel={() => setDrawing(false)}
              picker={picker}
            />
          ) : (
            <Shown plan={plan.data} tree={tree.data} view={view} format={format}>
              {maySave && (
                <button
                  type="button"
                  className="button"
                  onClick={() => setDrawing(true)}
                  data-testid="plan-draw"
                >
                  {t("places.plan.draw")}
                </button>
              )}
            </Shown>
          )}
        </div>
      )}
    </div>
  );
}

interface ShownProps {
  plan: SitePlan;
  tree: PlaceTree;
  view: View;
  format: Format;
  children: React.ReactNode;
}

function Shown({ plan, tree, view, format, children }: ShownProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const [isTable, toggleTable] = useTable("plan");
  const rows = new Map(tree.rows.map(row => [keyOf(row.place), row]));
  const drawn = plan.shapes.flatMap(shape => {
    const row = rows.get(`${shape.kind}/${shape.code}`);
    return row ? [{ shape, row }] : [];
  });
  return (
    <ChartCard
      title={t("app.site_plan")}
      summary={t("places.plan.summary", {
        count: drawn.length,
        at: plan.saved_at === null ? "" : format.moment(plan.saved_at),
        author: plan.author ?? "",
      })}
      actions={children}
      isTable={isTable}
      onToggle={toggleTable}
      testId="plan-toggle"
      source="sums"
      computed={tree.as_of}
      format={format}
    >
      {isTable ? (
        <PlaceList rows={drawn.map(one => one.row)} view={view} format={format} />
      ) : (
        <PlanImage
          plan={plan}
          drawn={drawn}
          format={format}
          to={key => `/p/${park.code}/places/${key}${view.kept}`}
        />
      )}
    </ChartCard>
  );
}

/** Without a plan: areas as large as what they emitted. */
function Areas({ tree, view, format }: { tree: PlaceTree; view: View; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const navigate = useNavigate();
  const [isTable, toggleTable] = useTable("areas");
  const top = tree.rows.filter(row => row.parent === null);
  const rows = tree.rows
    .filter(row => top.some(one => row.parent === keyOf(one.place)) && (row.amount.co2_mg ?? 0) > 0)
    .sort((a, b) => (b.amount.co2_mg ?? 0) - (a.amount.co2_mg ?? 0));
  const tiles = rows.map(row => ({
    key: keyOf(row.place),
    name: format.name(row.place) || row.place.code,
    value: row.amount.co2_mg ?? 0,
    text: `${shown(row.amount.co2_mg, "carbon", format)} t`,
  }));
  const first = tiles[0];
  const summary = first
    ? t("places.plan.areas_summary", { name: first.name, value: first.text })
    : t("places.no_series");
  return (
    <ChartCard
      title={t("places.plan.areas")}
      summary={summary}
      isTable={isTable}
      onToggle={toggleTable}
      testId="treemap-toggle"
      source="sums"
      computed={tree.as_of}
      format={format}
    >
      {isTable ? (
        <PlaceList rows={rows} view={view} format={format} />
      ) : (
        <Late fallback={<div className="chart place-treemap" />}>
          <Treemap
            tiles={tiles}
            summary={summary}
            onOpen={key => void navigate(`/p/${park.code}/places/${key}${view.kept}`)}
          />
        </Late>
      )}
    </ChartCard>
  );
}

function PlaceList({ rows, view, format }: { rows: PlaceRow[]; view: View; format: Format }) {
  const { t } = useTranslation();
  const { park } = usePark();
  return (
    <table className="table" data-testid="plan-table">
      <thead>
        <tr>
          <th scope="col">{t("places.place")}</th>
          <th scope="col" className="right">
            {t("places.carbon")} <span className="unit">t</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={keyOf(row.place)}>
            <th scope="row">
              <Link to={`/p/${park.code}/places/${keyOf(row.place)}${view.kept}`}>
                {format.name(row.place) || row.place.code}
              </Link>
            </th>
            <td className="right">{shown(row.amount.co2_mg, "carbon", format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
