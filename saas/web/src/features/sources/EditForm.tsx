import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type EmissionSource, editSource } from "../../api/emissions";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { TextField } from "../meters/EventFields";
import { useSourcesAgain } from "./useSourcesAgain";
import { massText, type Percents, percentsNow, SCENES, type Scene, sharesOf } from "./words";

interface Props {
  source: EmissionSource;
  onDone: () => void;
  format: Format;
}

/** What changes no tonne: names, the plant, and which scenes the source belongs to from a day on. */
export function EditForm({ source, onDone, format }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const again = useSourcesAgain();
  const now = percentsNow(source.scenes);
  const [names, setNames] = useState({
    zh: source.name_zh,
    en: source.name_en,
    unit: source.unit_code ?? "",
  });
  const [percents, setPercents] = useState(now);
  const [since, setSince] = useState("");
  const [reason, setReason] = useState("");
  const shares = sharesOf(percents);
  const isMoved = SCENES.some(scene => Number(percents[scene]) !== Number(now[scene]));
  const saving = useMutation({
    mutationFn: () =>
      editSource(park.code, source.code, {
        name_zh: names.zh.trim(),
        name_en: names.en.trim(),
        unit_code: names.unit.trim() || null,
        ...(isMoved && shares && { scenes: { from: since || null, shares } }),
        reason: reason.trim(),
      }),
    onSuccess: async () => {
      onDone();
      await again();
    },
  });
  const isReady = names.zh.trim() && names.en.trim() && shares !== null && reason.trim();
  return (
    <form
      noValidate
      data-testid="source-edit-form"
      onSubmit={event => {
        event.preventDefault();
        if (isReady) saving.mutate();
      }}
    >
      <p className="note">{t("emissions.edit_hint")}</p>
      <div className="fields">
        <TextField
          id="edit-zh"
          label={t("emissions.name_zh")}
          value={names.zh}
          isWrong={!names.zh.trim()}
          onChange={zh => setNames(old => ({ ...old, zh }))}
        />
        <TextField
          id="edit-en"
          label={t("emissions.name_en")}
          value={names.en}
          isWrong={!names.en.trim()}
          onChange={en => setNames(old => ({ ...old, en }))}
        />
        <TextField
          id="edit-unit"
          label={t("emissions.unit_code")}
          hint={t("emissions.unit_code_hint")}
          value={names.unit}
          isWrong={false}
          onChange={unit => setNames(old => ({ ...old, unit }))}
        />
      </div>
      <Scenes percents={percents} isWrong={shares === null} onChange={setPercents} />
      {isMoved && (
        <>
          <div className="fields">
            <TextField
              id="edit-since"
              type="date"
              label={t("emissions.scenes_since")}
              hint={t("emissions.scenes_since_hint")}
              value={since}
              isWrong={false}
              onChange={setSince}
            />
          </div>
          <ScenesEffect source={source} before={now} after={percents} format={format} />
        </>
      )}
      <div className="field field-wide">
        <label htmlFor="edit-reason">{t("wizard.reason")}</label>
        <textarea
          id="edit-reason"
          rows={2}
          maxLength={1000}
          required
          value={reason}
          onChange={event => setReason(event.target.value)}
        />
      </div>
      {saving.error && <Problem error={saving.error} />}
      <p className="wizard-buttons">
        <button type="button" className="button" onClick={onDone}>
          {t("locks.cancel")}
        </button>
        <button
          type="submit"
          className="button primary"
          disabled={!isReady || saving.isPending}
          data-testid="source-edit-save"
        >
          {t("emissions.save")}
        </button>
      </p>
    </form>
  );
}

interface ScenesProps {
  percents: Percents;
  isWrong: boolean;
  onChange: (percents: Percents) => void;
}

function Scenes({ percents, isWrong, onChange }: ScenesProps) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    <fieldset className="inputs">
      <legend>{t("emissions.scenes_percent")}</legend>
      <div className="fields">
        {SCENES.map(scene => (
          <TextField
            key={scene}
            id={`edit-scene-${scene}`}
            label={label("scene", scene)}
            value={percents[scene]}
            isWrong={isWrong}
            onChange={value => onChange({ ...percents, [scene]: value })}
          />
        ))}
      </div>
      {isWrong && <p className="field-fault">{t("emissions.scenes_sum")}</p>}
    </fieldset>
  );
}

interface EffectProps {
  source: EmissionSource;
  before: Percents;
  after: Percents;
  format: Format;
}

/** The last 30 days by scene, as they are and as they would be. */
function ScenesEffect({ source, before, after, format }: EffectProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const total = (source.recent?.co2_mg ?? 0) + (source.recent?.gas_mg ?? 0);
  const part = (percents: Percents, scene: Scene) => (total * (Number(percents[scene]) || 0)) / 100;
  const touched = SCENES.filter(scene => Number(before[scene]) || Number(after[scene]));
  return (
    <div role="status" data-testid="source-edit-effect">
      <p className="note">
        {t("emissions.scenes_effect", { mass: `${massText(total, format)} ${source.gas}` })}
      </p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("emissions.scene")}</th>
            <th scope="col" className="right">
              {t("emissions.before")}
            </th>
            <th scope="col" className="right">
              {t("emissions.afterwards")}
            </th>
          </tr>
        </thead>
        <tbody>
          {touched.map(scene => (
            <tr key={scene}>
              <th scope="row">{label("scene", scene)}</th>
              <td className="right">{massText(part(before, scene), format)}</td>
              <td className="right">{massText(part(after, scene), format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
