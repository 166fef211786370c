import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AnalysisKind, AnalysisOptions, ReadTable } from "../../api/analyses";
import { client, data } from "../../api/calls";
import { usePark } from "../../lib/park";
import type { Roles } from "./roles";
import { nameOf } from "./words";

export interface ParkText {
  from: string;
  to: string;
  step: "month" | "quarter" | "year";
  output: string;
  drivers: string[];
  entity: string;
}

const MEASURED = ["energy", "electricity_share"];

/** Which drivers the park has reported. */
function useReported(): string[] {
  const { park } = usePark();
  const query = useQuery({
    queryKey: ["drivers", park.code],
    queryFn: () =>
      data(client.GET("/api/v1/parks/{park}/drivers", { params: { path: { park: park.code } } })),
  });
  return [...new Set((query.data?.series ?? []).map(series => series.item))].sort();
}

interface ParkProps {
  kind: AnalysisKind;
  text: ParkText;
  onChange: (text: ParkText) => void;
}

export function ParkFields({ kind, text, onChange }: ParkProps) {
  const { t } = useTranslation();
  const id = useId();
  const reported = useReported();
  return (
    <>
      <div className="fields">
        {(["from", "to"] as const).map(end => (
          <div className="field" key={end}>
            <label htmlFor={`${id}-${end}`}>{t(`factors.period_${end}`)}</label>
            <input
              id={`${id}-${end}`}
              type="date"
              value={text[end]}
              onChange={event => onChange({ ...text, [end]: event.target.value })}
            />
          </div>
        ))}
        <div className="field">
          <label htmlFor={`${id}-step`}>{t("drivers.step")}</label>
          <select
            id={`${id}-step`}
            value={text.step}
            onChange={event => onChange({ ...text, step: event.target.value as ParkText["step"] })}
          >
            {(["month", "quarter", "year"] as const).map(step => (
              <option key={step} value={step}>
                {t(`drivers.steps.${step}`)}
              </option>
            ))}
          </select>
        </div>
        {kind !== "stirpat" && (
          <div className="field">
            <label htmlFor={`${id}-output`}>{t("drivers.output")}</label>
            <select
              id={`${id}-output`}
              value={text.output}
              onChange={event => onChange({ ...text, output: event.target.value })}
            >
              <option value="">{kind === "lmdi" ? t("drivers.no_output") : t("drivers.choose")}</option>
              {reported.map(item => (
                <option key={item} value={item}>
                  {nameOf(t, item)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {kind === "stirpat" && (
        <Checks
          label={t("drivers.drivers")}
          names={[...MEASURED, ...reported]}
          chosen={text.drivers}
          onChange={drivers => onChange({ ...text, drivers })}
        />
      )}
      {kind === "stirpat" && (
        <label className="drivers-check-one">
          <input
            type="checkbox"
            checked={text.entity === "enterprise"}
            onChange={event => onChange({ ...text, entity: event.target.checked ? "enterprise" : "" })}
          />{" "}
          {t("drivers.by_enterprise")}
        </label>
      )}
    </>
  );
}

interface TableProps {
  kind: AnalysisKind;
  read: ReadTable;
  roles: Roles;
  onChange: (roles: Roles) => void;
}

export function TableFields({ kind, read, roles, onChange }: TableProps) {
  const { t } = useTranslation();
  const { columns, rows } = read.table;
  const numbers = columns.filter((name, i) => read.numeric[i] && name !== roles.period);
  const texts = columns.filter((name, i) => !read.numeric[i] && name !== roles.period);
  const one = (role: "period" | "impact" | "output" | "entity", names: string[], isOptional = false) => (
    <label className="field">
      {t(`drivers.role.${role}`)}
      <select value={roles[role]} onChange={event => onChange({ ...roles, [role]: event.target.value })}>
        {isOptional && <option value="">{t("drivers.none")}</option>}
        {names.map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <p className="note" data-testid="table-read">
        {t("drivers.read", { rows: rows.length, columns: columns.length })}
      </p>
      <div className="fields">
        {one("period", columns)}
        {kind !== "lmdi" && one("impact", numbers)}
        {kind === "decoupling" && one("output", numbers)}
        {kind === "stirpat" && texts.length > 0 && one("entity", texts, true)}
      </div>
      {kind !== "decoupling" && (
        <Checks
          label={kind === "lmdi" ? t("drivers.factors") : t("drivers.drivers")}
          names={numbers.filter(name => kind === "lmdi" || name !== roles.impact)}
          chosen={roles.drivers}
          onChange={drivers => onChange({ ...roles, drivers })}
        />
      )}
      {kind === "lmdi" && texts.length > 0 && (
        <Checks
          label={t("drivers.parts")}
          names={texts}
          chosen={roles.cells}
          onChange={cells => onChange({ ...roles, cells })}
        />
      )}
    </>
  );
}

interface ChecksProps {
  label: string;
  names: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function Checks({ label, names, chosen, onChange }: ChecksProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="drivers-checks">
      <legend>{label}</legend>
      {names.map(name => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={event =>
              onChange(
                event.target.checked
                  ? names.filter(other => other === name || chosen.includes(other))
                  : chosen.filter(other => other !== name),
              )
            }
          />{" "}
          {nameOf(t, name)}
        </label>
      ))}
    </fieldset>
  );
}

interface MethodProps {
  kind: AnalysisKind;
  options: AnalysisOptions;
  onChange: (options: AnalysisOptions) => void;
}

const CHOICES = {
  method: ["ridge", "ols", "pls", "panel"],
  k: ["hkb", "lw", "gcv"],
  bootstrap: ["pairs", "residual", "moving_block"],
  covariance: ["classical", "HC3", "newey_west", "cluster"],
} as const;

/** How: folded away, since what it begins with is right for most. */
export function MethodFields({ kind, options, onChange }: MethodProps) {
  const { t } = useTranslation();
  if (kind === "decoupling") return null;
  const select = (name: keyof typeof CHOICES, words: string) => (
    <label className="field">
      {t(`drivers.option.${name}`)}
      <select
        value={String(options[name] ?? CHOICES[name][0])}
        onChange={event => onChange({ ...options, [name]: event.target.value })}
        data-testid={`option-${name}`}
      >
        {CHOICES[name].map(value => (
          <option key={value} value={value}>
            {t(`drivers.${words}.${value}` as never)}
          </option>
        ))}
      </select>
    </label>
  );
  const method = options.method ?? "ridge";
  return (
    <details className="drivers-method">
      <summary>{t("drivers.how")}</summary>
      {kind === "stirpat" ? (
        <div className="fields">
          {select("method", "method")}
          {method === "ridge" && select("k", "rule")}
          {method === "ols" && select("covariance", "errors")}
          {(method === "ridge" || method === "ols") && select("bootstrap", "draw")}
          {method === "ols" && <p className="note">{t("drivers.errors_hint")}</p>}
        </div>
      ) : (
        <label className="drivers-check-one">
          <input
            type="checkbox"
            checked={options.chained !== false}
            onChange={event => onChange({ ...options, chained: event.target.checked })}
          />{" "}
          {t("drivers.chained")}
        </label>
      )}
    </details>
  );
}
