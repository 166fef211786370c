import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { getPlaces, type PlaceTree } from "../../api/places";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useTyped } from "../../lib/useTyped";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { Head } from "./Head";
import { Spark } from "./Spark";
import { Status } from "./Status";
import { type Branch, inSight, openAtFirst } from "./tree";
import { usePlaces, type View } from "./usePlaces";
import { shown } from "./words";
import "../../styles/inventory.css";
import "../../styles/flows.css";
import "../../styles/places.css";

/** The park from its enterprises down to its meters, each with what it used and emitted. */
export function Component() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const view = usePlaces();
  const found = useQuery({
    queryKey: ["places", park.code, view.days],
    queryFn: () => getPlaces(park.code, view.days),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="page">
      <TopSlot>
        <h1>{t("app.places")}</h1>
      </TopSlot>
      <p className="page-sub">{t("places.lead")}</p>
      <Head view={view} hasMeasure={false} />
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <div className="card skeleton inventory-skeleton" aria-busy="true" />}
      {found.data && (
        <div
          className={found.isPlaceholderData ? "stack flow-old" : "stack"}
          aria-busy={found.isPlaceholderData}
        >
          <NoMeters tree={found.data} />
          <Tree tree={found.data} view={view} format={format} />
        </div>
      )}
    </div>
  );
}

/** A park always has its own row; what is lacking at first are meters. */
function NoMeters({ tree }: { tree: PlaceTree }) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  if (tree.rows.some(row => row.place.kind === "meter")) return null;
  return (
    <Empty
      title={t("places.empty")}
      hint={t("places.empty_hint")}
      action={
        role !== "verifier" && (
          <Link className="button" to={`/p/${park.code}/connect`}>
            {t("places.connect")}
          </Link>
        )
      }
    />
  );
}

function Tree({ tree, view, format }: { tree: PlaceTree; view: View; format: Format }) {
  const { t } = useTranslation();
  const stated = view.params.get("open");
  const open = new Set(stated === null ? openAtFirst(tree.rows) : stated.split(","));
  const branches = inSight(tree.rows, open, view.text, format);
  const [typed, type] = useTyped(view.text, q => view.set({ q: q || null }));
  const toggle = (key: string, isOpen: boolean) => {
    isOpen ? open.add(key) : open.delete(key);
    view.set({ open: [...open].join(",") });
  };
  return (
    <Card
      title={t("places.tree")}
      summary={t("places.tree_summary", { count: tree.rows.length, at: format.moment(tree.as_of) })}
      actions={
        <label className="place-search">
          <span className="sr-only">{t("places.search")}</span>
          <input
            type="search"
            value={typed}
            placeholder={t("places.search")}
            onChange={event => type(event.target.value)}
            data-testid="places-search"
          />
        </label>
      }
    >
      <Grid branches={branches} onToggle={toggle} view={view} format={format} />
      {branches.length === 0 && (
        <p className="note" role="status">
          {t("places.none_found")}
        </p>
      )}
      <p className="note">{t("places.keys")}</p>
    </Card>
  );
}

interface GridProps {
  branches: Branch[];
  onToggle: (key: string, isOpen: boolean) => void;
  view: View;
  format: Format;
}

/** A tree grid: arrows move, open and close; Enter opens the page of the place. */
function Grid({ branches, onToggle, view, format }: GridProps) {
  const { t } = useTranslation();
  const { park } = usePark();
  const navigate = useNavigate();
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState<string | null>(null);
  const active = branches.some(one => one.key === at) ? at : branches[0]?.key;
  const to = (branch: Branch) => `/p/${park.code}/places/${branch.key}${view.kept}`;
  const focus = (index: number) => {
    const next = branches[Math.max(0, Math.min(branches.length - 1, index))];
    if (!next) return;
    setAt(next.key);
    body.current?.querySelector<HTMLElement>(`[data-place="${next.key}"]`)?.focus();
  };
  const keys = (event: KeyboardEvent, branch: Branch, index: number) => {
    if (event.target !== event.currentTarget) return;
    const above = branches.findLastIndex((one, n) => n < index && one.level < branch.level);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(index + 1),
      ArrowUp: () => focus(index - 1),
      Home: () => focus(0),
      End: () => focus(branches.length - 1),
      ArrowRight: () => (branch.isOpen === false ? onToggle(branch.key, true) : focus(index + 1)),
      ArrowLeft: () => (branch.isOpen ? onToggle(branch.key, false) : above >= 0 && focus(above)),
      Enter: () => void navigate(to(branch)),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div className="table-scroll place-table">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a tree grid is a table (ARIA practices) */}
      <table className="table place-tree" role="treegrid" aria-label={t("places.tree")}>
        <thead>
          <tr>
            <th scope="col">{t("places.place")}</th>
            <th scope="col" className="right">
              {t("places.carbon")} <span className="unit">t</span>
            </th>
            <th scope="col" className="right">
              {t("places.energy")} <span className="unit">GJ</span>
            </th>
            <th scope="col">{t("places.course")}</th>
            <th scope="col">{t("places.data")}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {branches.map((branch, index) => (
            <tr
              key={branch.key}
              aria-level={branch.level}
              aria-expanded={branch.isOpen}
              tabIndex={branch.key === active ? 0 : -1}
              onFocus={() => setAt(branch.key)}
              onKeyDown={event => keys(event, branch, index)}
              data-place={branch.key}
              data-testid="place-row"
            >
              <th scope="row" style={{ paddingLeft: `${branch.level * 1.25 - 0.5}rem` }}>
                {branch.isOpen !== undefined && (
                  <button
                    type="button"
                    className="place-twist"
                    tabIndex={-1}
                    aria-label={t(branch.isOpen ? "places.close" : "places.open", {
                      name: format.name(branch.row.place),
                    })}
                    onClick={() => onToggle(branch.key, !branch.isOpen)}
                  >
                    <svg viewBox="0 0 10 10" aria-hidden="true">
                      <path d={branch.isOpen ? "M1 3h8L5 8z" : "M3 1v8l5-4z"} />
                    </svg>
                  </button>
                )}
                <Link to={to(branch)} tabIndex={-1}>
                  {format.name(branch.row.place) || branch.row.place.code}
                </Link>{" "}
                <span className="unit">{t(`places.kind.${branch.row.place.kind}`)}</span>
              </th>
              <td className="right" data-carbon={branch.row.amount.co2_mg}>
                {shown(branch.row.amount.co2_mg, "carbon", format)}
              </td>
              <td className="right">{shown(branch.row.amount.joules, "energy", format)}</td>
              <td>
                <Spark values={branch.row.spark} />
              </td>
              <td>
                <Status amount={branch.row.amount} format={format} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
