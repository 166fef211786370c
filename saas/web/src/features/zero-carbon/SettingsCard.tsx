import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { decideZero, type ZeroDecided, type ZeroSettings } from "../../api/national";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";

interface Props {
  decided: ZeroDecided;
  canEdit: boolean;
  format: Format;
}

const NUMBERS = [
  "grid_kg_per_kwh",
  "heat_kg_per_gj",
  "equivalent_kgce_per_kwh",
  "small_limit",
  "vintage_months",
  "direct_share",
  "base_year",
  "target_year",
] as const;
const WHOLE = new Set<string>(["vintage_months", "base_year", "target_year"]);
const LISTS = ["bunkers", "feedstock"] as const;
const CHOICES = {
  clean_share: ["unset", "electricity", "energy"],
  exports: ["own_first", "grid"],
  onsite_direct: ["", "true", "false"],
} as const;
type Text = Record<string, string>;

/** What the rules print and leave open: decided with a reason, every decision kept. */
export function SettingsCard({ decided, canEdit, format }: Props) {
  const { t } = useTranslation();
  return (
    <Card
      title={t("zero_carbon.settings")}
      summary={
        decided.open.length === 0
          ? t("zero_carbon.nothing_open")
          : t("zero_carbon.open_count", { count: decided.open.length })
      }
    >
      <SettingsForm key={decided.history[0]?.id ?? 0} decided={decided} canEdit={canEdit} />
      <h3>{t("zero_carbon.history")}</h3>
      {decided.history.length === 0 && <p className="note">{t("zero_carbon.no_history")}</p>}
      <ul className="zero-history">
        {decided.history.map(one => (
          <li key={one.id}>
            <strong>{one.note}</strong>{" "}
            <span className="note">
              {one.author} · {format.dateTime(one.at)}
            </span>
            <span className="term-sub">
              {one.changed.map(name => t(`zero_carbon.setting.${name}` as never)).join(t("zero_carbon.and"))}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function SettingsForm({ decided, canEdit }: { decided: ZeroDecided; canEdit: boolean }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [text, setText] = useState<Text>(() => textOf(decided.settings as ZeroSettings));
  const [note, setNote] = useState("");
  const deciding = useMutation({
    mutationFn: () => decideZero(park.code, settingsOf(text), note.trim()),
    onSuccess: () => {
      for (const name of ["zero-settings", "zero-year", "zero-outlook", "zero-comparison"])
        void client.invalidateQueries({ queryKey: [name, park.code] });
    },
  });
  const label = (name: string) => (
    <label htmlFor={`${id}-${name}`}>
      {t(`zero_carbon.setting.${name}` as never)}{" "}
      {decided.open.includes(name) && <span className="chip chip-warn">{t("zero_carbon.is_open")}</span>}
    </label>
  );
  const hint = (name: string) => (
    <span className="term-sub">{t(`zero_carbon.setting_hint.${name}` as never)}</span>
  );
  const change = (name: string, value: string) => setText({ ...text, [name]: value });
  return (
    <form
      className="zero-form"
      onSubmit={event => {
        event.preventDefault();
        deciding.mutate();
      }}
    >
      <fieldset className="zero-fields" disabled={!canEdit}>
        <legend className="sr-only">{t("zero_carbon.settings")}</legend>
        {NUMBERS.map(name => (
          <div className="field" key={name}>
            {label(name)}
            <input
              id={`${id}-${name}`}
              inputMode="decimal"
              pattern={WHOLE.has(name) ? "[0-9]*" : "[0-9]*[.]?[0-9]*"}
              value={text[name] ?? ""}
              onChange={event => change(name, event.target.value)}
              data-testid={`setting-${name}`}
            />
            {hint(name)}
          </div>
        ))}
        {(Object.keys(CHOICES) as (keyof typeof CHOICES)[]).map(name => (
          <div className="field" key={name}>
            {label(name)}
            <select
              id={`${id}-${name}`}
              value={text[name] ?? ""}
              onChange={event => change(name, event.target.value)}
              data-testid={`setting-${name}`}
            >
              {CHOICES[name].map(value => (
                <option key={value} value={value}>
                  {t(`zero_carbon.choice.${name}_${value || "unset"}` as never)}
                </option>
              ))}
            </select>
            {hint(name)}
          </div>
        ))}
        {LISTS.map(name => (
          <div className="field" key={name}>
            {label(name)}
            <input
              id={`${id}-${name}`}
              value={text[name] ?? ""}
              onChange={event => change(name, event.target.value)}
            />
            {hint(name)}
          </div>
        ))}
      </fieldset>
      {canEdit && (
        <div className="field zero-note">
          <label htmlFor={`${id}-note`}>{t("zero_carbon.why")}</label>
          <input
            id={`${id}-note`}
            value={note}
            maxLength={2000}
            onChange={event => setNote(event.target.value)}
            data-testid="setting-note"
          />
        </div>
      )}
      {deciding.error && <Problem error={deciding.error} />}
      {canEdit && (
        <p>
          <button
            type="submit"
            className="button primary"
            disabled={deciding.isPending || !note.trim()}
            data-testid="setting-save"
          >
            {t("zero_carbon.put_in_force")}
          </button>
        </p>
      )}
    </form>
  );
}

function textOf(settings: ZeroSettings): Text {
  const entries = Object.entries(settings).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : value === null || value === undefined ? "" : String(value),
  ]);
  return Object.fromEntries(entries) as Text;
}

function settingsOf(text: Text): ZeroSettings {
  const list = (value: string | undefined) =>
    (value ?? "")
      .split(/[\s,\uFF0C]+/)
      .map(one => one.trim())
      .filter(Boolean);
  const onsite = text.onsite_direct;
  const numbers = Object.fromEntries(
    NUMBERS.map(name => [
      name,
      text[name]?.trim() ? (WHOLE.has(name) ? Number(text[name]) : text[name]?.trim()) : null,
    ]),
  );
  return {
    ...numbers,
    clean_share: text.clean_share as ZeroSettings["clean_share"],
    exports: text.exports as ZeroSettings["exports"],
    onsite_direct: onsite === "true" ? true : onsite === "false" ? false : null,
    bunkers: list(text.bunkers),
    feedstock: list(text.feedstock),
  } as ZeroSettings;
}
