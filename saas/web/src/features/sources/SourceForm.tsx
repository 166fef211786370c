import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  createSource,
  getSourceTemplates,
  getTaken,
  type SourceDefinition,
  type SourceTemplate,
  trySource,
} from "../../api/emissions";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { useEnterprises } from "../../lib/useEnterprises";
import { Card } from "../../ui/Card";
import { PointPicker } from "../../ui/PointPicker";
import { Problem } from "../../ui/Problem";
import { TextField } from "../meters/EventFields";
import { Choice } from "./Choice";
import { TrialResult } from "./TrialResult";
import { freeCode, plainCode, SCENES, word } from "./words";

interface Props {
  point: string | null;
  onDone: (code: string | null) => void;
  format: Format;
}

interface Draft {
  key: string;
  name_zh: string;
  name_en: string;
  factor: string;
  scene: string;
  point: string;
  enterprise: string;
  reason: string;
}

/** A source from what an industry usually has: choose, point at the meter, try, save. */
export function SourceForm({ point, onDone, format }: Props) {
  const { t, i18n } = useTranslation();
  const { park, enterprise } = usePark();
  const label = useLabels();
  const client = useQueryClient();
  const templates = useQuery({
    queryKey: ["source-templates", park.code],
    queryFn: () => getSourceTemplates(park.code),
  });
  const owners = useEnterprises();
  const [sector, setSector] = useState("");
  const [draft, setDraft] = useState<Draft>({
    key: "",
    name_zh: "",
    name_en: "",
    factor: "",
    scene: "industry",
    point: point ?? "",
    enterprise: enterprise?.code ?? "",
    reason: "",
  });
  const set = (changed: Partial<Draft>) => setDraft(old => ({ ...old, ...changed }));
  const sectors = templates.data?.sectors ?? [];
  const offered =
    (sectors.find(item => item.code === (sector || templates.data?.sector)) ?? sectors[0])?.templates ?? [];
  const template = offered.find(item => item.key === draft.key);
  const definition = template ? asked(draft, template) : null;
  const trial = useMutation({ mutationFn: (body: SourceDefinition) => trySource(park.code, body) });
  const saving = useMutation({
    mutationFn: async (body: SourceDefinition) => {
      const name = `${draft.enterprise || park.code}-${template?.key ?? ""}`;
      const code = freeCode(name, await getTaken(park.code, plainCode(name)));
      return createSource(park.code, { code, definition: body, reason: draft.reason.trim() });
    },
    onSuccess: async made => {
      onDone(made.source.code);
      for (const key of ["sources", "source-gaps", "source", "ledger"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const choose = (key: string) => {
    const found = offered.find(item => item.key === key);
    trial.reset();
    if (found)
      set({ key, name_zh: found.name_zh, name_en: found.name_en, factor: found.factor, scene: found.scene });
  };
  const isReady = definition !== null && draft.name_zh.trim() !== "" && draft.name_en.trim() !== "";
  return (
    <Card title={t("emissions.add")} summary={t("emissions.add_hint")} className="form-card">
      <form
        noValidate
        data-testid="source-form"
        onSubmit={event => {
          event.preventDefault();
          if (definition && isReady && draft.reason.trim()) saving.mutate(definition);
        }}
      >
        {templates.error && <Problem error={templates.error} />}
        <div className="fields">
          <Choice
            id="source-sector"
            label={t("emissions.sector")}
            value={sector || (templates.data?.sector ?? "")}
            options={sectors.map(item => [item.code, format.name(item)])}
            onChange={setSector}
          />
          <Choice
            id="source-template"
            label={t("emissions.template")}
            value={draft.key}
            options={[
              ["", t("emissions.choose")],
              ...offered.map(item => [item.key, format.name(item)] as [string, string]),
            ]}
            onChange={choose}
          />
          {!enterprise && (
            <Choice
              id="source-enterprise"
              label={t("emissions.whose")}
              value={draft.enterprise}
              options={[
                ["", t("emissions.park_itself")],
                ...(owners.data?.enterprises ?? []).map(
                  item => [item.code, format.name(item)] as [string, string],
                ),
              ]}
              onChange={value => set({ enterprise: value })}
            />
          )}
          {template && (
            <>
              <TextField
                id="source-zh"
                label={t("emissions.name_zh")}
                value={draft.name_zh}
                isWrong={false}
                onChange={value => set({ name_zh: value })}
              />
              <TextField
                id="source-en"
                label={t("emissions.name_en")}
                value={draft.name_en}
                isWrong={false}
                onChange={value => set({ name_en: value })}
              />
              <TextField
                id="source-factor"
                label={t("explain.factor")}
                hint={t("emissions.factor_hint", { gas: template.gas })}
                value={draft.factor}
                isWrong={false}
                onChange={value => set({ factor: value })}
              />
              <Choice
                id="source-scene"
                label={t("emissions.scene")}
                value={draft.scene}
                options={SCENES.map(scene => [scene, label("scene", scene)])}
                onChange={value => set({ scene: value })}
              />
              <div className="field field-wide">
                <PointPicker
                  label={t("emissions.point")}
                  wanted={{ with_amounts: true, quantity: template.quantity }}
                  value={draft.point}
                  onChange={value => set({ point: value })}
                  format={format}
                  hint={`${i18n.language.startsWith("zh") ? template.activity_zh : template.activity_en} [${template.unit}]`}
                  testId="source-point"
                />
              </div>
              <p className="note field-wide">
                {`${word(t, "category", template.category)} · ${t("emissions.scope")} ${template.scope} · ${template.formula} · ${template.gas}`}
              </p>
              <div className="field field-wide">
                <label htmlFor="source-reason">{t("wizard.reason")}</label>
                <textarea
                  id="source-reason"
                  rows={2}
                  maxLength={1000}
                  required
                  value={draft.reason}
                  onChange={event => set({ reason: event.target.value })}
                />
              </div>
            </>
          )}
        </div>
        {trial.error && <Problem error={trial.error} />}
        {trial.data && <TrialResult trial={trial.data} format={format} />}
        {saving.error && <Problem error={saving.error} />}
        <p className="wizard-buttons">
          <button type="button" className="button" onClick={() => onDone(null)}>
            {t("locks.cancel")}
          </button>
          <button
            type="button"
            className="button"
            disabled={!isReady || trial.isPending}
            onClick={() => definition && trial.mutate(definition)}
            data-testid="source-try"
          >
            {t("emissions.try")}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isReady || draft.reason.trim() === "" || saving.isPending}
            data-testid="source-save"
          >
            {t("emissions.save")}
          </button>
        </p>
      </form>
    </Card>
  );
}

function asked(draft: Draft, template: SourceTemplate): SourceDefinition {
  return {
    name_zh: draft.name_zh.trim(),
    name_en: draft.name_en.trim(),
    enterprise: draft.enterprise || null,
    category: template.category,
    carrier: template.carrier,
    scope: template.scope as 1 | 2 | 3,
    formula: template.formula,
    factor: draft.factor.trim(),
    internal_transfer: false,
    gas: template.gas,
    unit_code: template.unit_code,
    scope3_category: template.scope3_category,
    biogenic: template.biogenic,
    activity: draft.point ? [{ point: draft.point, weight: template.weight < 0 ? -1 : 1 }] : [],
    live: [],
    scenes: { [draft.scene]: 1 } as SourceDefinition["scenes"],
  };
}
