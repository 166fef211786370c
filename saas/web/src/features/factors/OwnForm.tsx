import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { getEnterprises } from "../../api/enterprises";
import { getNeeds, proposeFactor } from "../../api/factors";
import { uploadEvidence } from "../../api/meters";
import { ProblemError } from "../../api/problem";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

const UNITS = ["kg/kWh", "kg/MWh", "kg/GJ", "kg/m3", "kg/t", "kg/kg", "kg/L"];
const STATES = ["293.15K_101.325kPa", "273.15K_101.325kPa"] as const;
const FIELDS = ["factor", "version", "value", "unit", "valid_from", "valid_to", "citation"] as const;
type Field = (typeof FIELDS)[number];

/** Which factor was determined, how large it is, since when, and the file that shows it. */
export function OwnForm({ onProposed, onCancel }: { onProposed: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const { park, role, enterprise } = usePark();
  const format = useFormat(park.timezone);
  const client = useQueryClient();
  const id = useId();
  const [form, setForm] = useState<Record<Field, string>>(() => ({
    factor: "",
    version: "",
    value: "",
    unit: "kg/kWh",
    valid_from: "",
    valid_to: "",
    citation: "",
  }));
  const [owner, setOwner] = useState(enterprise?.code ?? "");
  const [state, setState] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const needs = useQuery({
    queryKey: ["factor-needs", park.code, "names"],
    queryFn: () => getNeeds(park.code, { limit: 1 }),
  });
  const owned = useQuery({ queryKey: ["enterprises", park.code], queryFn: () => getEnterprises(park.code) });
  const names = needs.data?.factors ?? [];
  const proposing = useMutation({
    mutationFn: async () => {
      if (!file) throw new Error("no file");
      const kept = await uploadEvidence(park.code, file, owner || null);
      return proposeFactor(park.code, {
        factor: form.factor.trim(),
        version: form.version.trim(),
        gas: "CO2",
        value: form.value.trim(),
        unit: form.unit,
        valid_from: form.valid_from,
        valid_to: form.valid_to || null,
        citation: form.citation.trim(),
        evidence: kept.id,
        enterprise: owner || null,
        reference_state: (form.unit === "kg/m3" && STATES.find(known => known === state)) || null,
      });
    },
    onSuccess: async () => {
      onProposed();
      await client.invalidateQueries({ queryKey: ["own-factors", park.code] });
    },
  });
  const wrong = proposing.error instanceof ProblemError ? proposing.error.facts.field : undefined;
  const isReady =
    file !== null &&
    FIELDS.every(name => name === "valid_to" || form[name].trim() !== "") &&
    /^\d+(\.\d+)?$/.test(form.value.trim());
  const field = (name: Field, more: React.InputHTMLAttributes<HTMLInputElement>) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{t(`factors.field_${name}`)}</label>
      <input
        id={`${id}-${name}`}
        value={form[name]}
        aria-invalid={wrong === name}
        onChange={event => setForm({ ...form, [name]: event.target.value })}
        data-testid={`own-field-${name}`}
        {...more}
      />
    </div>
  );
  return (
    <Card title={t("factors.propose")} summary={t("factors.propose_hint")} className="form-card">
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault();
          if (isReady) proposing.mutate();
        }}
      >
        <div className="fields">
          {field("factor", { list: `${id}-names`, maxLength: 200 })}
          <datalist id={`${id}-names`}>
            {names.map(name => (
              <option key={name} value={name} />
            ))}
          </datalist>
          {field("version", { maxLength: 40 })}
          {field("value", { inputMode: "decimal" })}
          <div className="field">
            <label htmlFor={`${id}-unit`}>{t("factors.field_unit")}</label>
            <select
              id={`${id}-unit`}
              value={form.unit}
              onChange={event => setForm({ ...form, unit: event.target.value })}
            >
              {UNITS.map(unit => (
                <option key={unit}>{unit}</option>
              ))}
            </select>
          </div>
          {form.unit === "kg/m3" && (
            <div className="field">
              <label htmlFor={`${id}-state`}>{t("factors.part_reference_state")}</label>
              <select
                id={`${id}-state`}
                value={state}
                aria-invalid={wrong === "reference_state"}
                onChange={event => setState(event.target.value)}
              >
                <option value="">–</option>
                {STATES.map(known => (
                  <option key={known}>{known}</option>
                ))}
              </select>
            </div>
          )}
          {field("valid_from", { type: "date" })}
          {field("valid_to", { type: "date" })}
          {role === "operator" && (
            <div className="field">
              <label htmlFor={`${id}-owner`}>{t("locks.whose")}</label>
              <select id={`${id}-owner`} value={owner} onChange={event => setOwner(event.target.value)}>
                <option value="">{t("locks.whole_park")}</option>
                {owned.data?.enterprises.map(item => (
                  <option key={item.code} value={item.code}>
                    {format.name(item)}
                  </option>
                ))}
              </select>
            </div>
          )}
          {field("citation", { maxLength: 1000 })}
          <div className="field">
            <label htmlFor={`${id}-file`}>{t("factors.evidence")}</label>
            <input
              id={`${id}-file`}
              type="file"
              accept=".pdf,.ofd,.png,.jpg,.jpeg,.webp,.xlsx,.docx,.zip,.csv,.txt"
              onChange={event => setFile(event.target.files?.[0] ?? null)}
              data-testid="own-file"
            />
          </div>
        </div>
        {proposing.error && <Problem error={proposing.error} />}
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={onCancel}>
            {t("locks.cancel")}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isReady || proposing.isPending}
            data-testid="own-propose"
          >
            {t("factors.hand_in")}
          </button>
        </p>
      </form>
    </Card>
  );
}
