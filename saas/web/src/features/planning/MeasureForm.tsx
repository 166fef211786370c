import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type PlanDesk, type PlanMeasure, saveMeasure } from "../../api/planning";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Cited } from "./Cited";
import { carriersOf, codeFor, itemName } from "./words";

const KINDS = [
  "efficiency",
  "electrification",
  "pv",
  "storage",
  "green_power",
  "heat_recovery",
  "process",
  "ccus",
  "sink",
] as const;

const NEW: PlanMeasure = {
  name_zh: "",
  name_en: "",
  kind: "efficiency",
  capex: null,
  opex: 0,
  lifetime: 15,
  saved: {},
  contracted: {},
  other: 0,
  first: 2026,
  ramp: 1,
  whole: false,
  needs: [],
  excludes: [],
  overlaps: {},
  source: "",
  note: "",
  cited: [],
};

interface Props {
  desk: PlanDesk;
  code: string;
  format: Format;
  onDone: () => void;
}

/** One measure: what it saves, what it costs, how fast, and what it has to do with others. */
export function MeasureForm({ desk, code, format, onDone }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const id = useId();
  const own = desk.inputs.measures ?? {};
  const [form, setForm] = useState<PlanMeasure>(() => own[code] ?? NEW);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const others = Object.entries(own).filter(([one]) => one !== code);
  const saving = useMutation({
    mutationFn: () => saveMeasure(park.code, code || codeFor(form.name_en, Object.keys(own)), form),
    onSuccess: made => {
      client.setQueryData(["planning", park.code], made);
      void client.invalidateQueries({ queryKey: ["macc", park.code] });
      onDone();
    },
  });
  const isReady = form.name_zh.trim() !== "" && form.name_en.trim() !== "";
  const text = (name: "name_zh" | "name_en" | "source") => (
    <div className={name === "source" ? "field field-wide" : "field"}>
      <label htmlFor={`${id}-${name}`}>{t(`planning.field.${name}`)}</label>
      <input
        id={`${id}-${name}`}
        value={form[name] ?? ""}
        maxLength={name === "source" ? 2000 : 120}
        onChange={event => setForm({ ...form, [name]: event.target.value })}
      />
    </div>
  );
  const number = (
    name: string,
    label: string,
    value: number | null,
    set: (value: number | null) => PlanMeasure,
  ) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        inputMode="decimal"
        value={texts[name] ?? (value === null ? "" : String(value))}
        onChange={event => {
          const typed = event.target.value;
          setTexts({ ...texts, [name]: typed });
          const parsed = typed.trim() === "" ? null : Number(typed);
          if (parsed === null || Number.isFinite(parsed)) setForm(set(parsed));
        }}
        data-testid={`measure-${name}`}
      />
    </div>
  );
  const relation = (other: string) =>
    form.needs?.includes(other)
      ? "needs"
      : form.excludes?.includes(other)
        ? "excludes"
        : other in (form.overlaps ?? {})
          ? "overlaps"
          : "";
  const relate = (other: string, how: string) => {
    const without = (list: readonly string[] | undefined) => (list ?? []).filter(one => one !== other);
    const { [other]: _gone, ...overlaps } = form.overlaps ?? {};
    setForm({
      ...form,
      needs: how === "needs" ? [...without(form.needs), other] : without(form.needs),
      excludes: how === "excludes" ? [...without(form.excludes), other] : without(form.excludes),
      overlaps: how === "overlaps" ? { ...overlaps, [other]: 0.5 } : overlaps,
    });
  };
  return (
    <Card title={code ? format.name(form) : t("planning.new_measure")} className="form-card">
      <form
        noValidate
        data-testid="measure-form"
        onSubmit={event => {
          event.preventDefault();
          if (isReady) saving.mutate();
        }}
      >
        <div className="fields">
          {text("name_zh")}
          {text("name_en")}
          <div className="field">
            <label htmlFor={`${id}-kind`}>{t("planning.kind_of")}</label>
            <select
              id={`${id}-kind`}
              value={form.kind}
              onChange={event => {
                const kind = KINDS.find(one => one === event.target.value);
                if (kind) setForm({ ...form, kind });
              }}
            >
              {KINDS.map(kind => (
                <option key={kind} value={kind}>
                  {t(`planning.kind.${kind}`)}
                </option>
              ))}
            </select>
          </div>
          {number(
            "capex",
            `${t("planning.capex")} (${t("planning.unit_10k_yuan")})`,
            form.capex == null ? null : form.capex / 10_000,
            value => ({ ...form, capex: value === null ? null : value * 10_000 }),
          )}
          {number(
            "opex",
            `${t("planning.opex")} (${t("planning.unit_10k_yuan")}/a)`,
            (form.opex ?? 0) / 10_000,
            value => ({ ...form, opex: (value ?? 0) * 10_000 }),
          )}
          {number("lifetime", t("planning.lifetime"), form.lifetime, value => ({
            ...form,
            lifetime: Math.max(1, Math.round(value ?? 1)),
          }))}
          {number("first", t("planning.first"), form.first ?? 2026, value => ({
            ...form,
            first: Math.round(value ?? 2026),
          }))}
          {number("ramp", t("planning.ramp"), (form.ramp ?? 1) * 100, value => ({
            ...form,
            ramp: Math.min(1, Math.max(0.01, (value ?? 100) / 100)),
          }))}
          {carriersOf(desk).map(carrier => (
            <div key={carrier} className="measure-saved">
              {number(
                `saved-${carrier}`,
                t("planning.saved_of", { carrier: itemName(t, carrier) }),
                form.saved?.[carrier] ?? null,
                value => {
                  const { [carrier]: _gone, ...saved } = form.saved ?? {};
                  return { ...form, saved: value === null ? saved : { ...saved, [carrier]: value } };
                },
              )}
            </div>
          ))}
          {form.kind === "green_power" &&
            number("contracted", t("planning.contracted"), form.contracted?.electricity ?? null, value => ({
              ...form,
              contracted: value === null ? {} : { electricity: value },
            }))}
          {number("other", t("planning.other"), form.other ?? 0, value => ({ ...form, other: value ?? 0 }))}
          <p className="field">
            <label>
              <input
                type="checkbox"
                checked={form.whole ?? false}
                onChange={event => setForm({ ...form, whole: event.target.checked })}
              />{" "}
              {t("planning.whole")}
            </label>
          </p>
          {text("source")}
        </div>
        {form.capex == null && (form.cited ?? []).length > 0 && (
          <>
            <p className="note">{t("planning.cited_counts")}</p>
            <Cited cited={form.cited ?? []} format={format} />
          </>
        )}
        {others.length > 0 && (
          <fieldset className="relations">
            <legend>{t("planning.relations")}</legend>
            {others.map(([other, one]) => (
              <label key={other}>
                <span>{format.name(one)}</span>
                <select value={relation(other)} onChange={event => relate(other, event.target.value)}>
                  <option value="">{t("planning.relation.none")}</option>
                  <option value="needs">{t("planning.relation.needs")}</option>
                  <option value="excludes">{t("planning.relation.excludes")}</option>
                  <option value="overlaps">{t("planning.relation.overlaps")}</option>
                </select>
              </label>
            ))}
          </fieldset>
        )}
        {saving.error && <Problem error={saving.error} />}
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={onDone}>
            {t("locks.cancel")}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isReady || saving.isPending}
            data-testid="measure-save"
          >
            {t("planning.save_measure")}
          </button>
        </p>
      </form>
    </Card>
  );
}
