import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type NormTold, type NormWanted, saveNorm } from "../../api/benchmark";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { itemText, unitText } from "./words";

const KINDS = ["energy", "electricity", "carbon"] as const;
const TOPS = { carbon: "kg", energy: "kgce", electricity: "kWh" } as const;
const AREAS: Record<string, string[]> = { floor_area: ["m2"], land_area: ["ha"] };
const PER_PRODUCT = ["t", "m3", "m2", "MWh", "GJ", "piece"];

interface Props {
  norm: NormTold | null;
  taken: readonly string[];
  products: readonly string[];
  onDone: () => void;
}

/** Keep a norm: what it is of, its values, and where these come from. */
export function NormForm({ norm, taken, products, onDone }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [kind, setKind] = useState<NormWanted["kind"]>(norm?.kind ?? "energy");
  const [item, setItem] = useState(norm?.item ?? products[0] ?? "floor_area");
  const [unit, setUnit] = useState<string>(norm?.unit.split("/")[1] ?? "t");
  const [text, setText] = useState({
    name_zh: norm?.name_zh ?? "",
    name_en: norm?.name_en ?? "",
    limit: norm ? String(norm.limit) : "",
    advanced: norm?.advanced == null ? "" : String(norm.advanced),
    citation: norm?.citation ?? "",
    valid_from: norm?.valid_from ?? "2020-01-01",
    valid_to: norm?.valid_to ?? "",
    note: "",
  });
  const units = AREAS[item] ?? PER_PRODUCT;
  const by = units.includes(unit) ? unit : (units[0] ?? "t");
  const whole = `${TOPS[kind]}/${by}` as NormWanted["unit"];
  const saving = useMutation({
    mutationFn: () =>
      saveNorm(park.code, norm?.code ?? free(text.name_en, taken), {
        ...text,
        kind,
        item,
        unit: whole,
        limit: Number(text.limit),
        advanced: text.advanced === "" ? null : Number(text.advanced),
        valid_to: text.valid_to || null,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["benchmark", park.code] });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const field = (name: keyof typeof text, more: Record<string, unknown> = {}): ReactNode => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>
        {t(`benchmark.field.${name}`, { unit: unitText(t, { kind, unit: whole }) })}
      </label>
      <input
        id={`${id}-${name}`}
        value={text[name]}
        onChange={event => setText({ ...text, [name]: event.target.value })}
        data-testid={`norm-${name}`}
        {...more}
      />
    </div>
  );
  const number = { inputMode: "decimal", pattern: "[0-9]*[.]?[0-9]+" };
  const known = new Set([...products, "floor_area", "land_area", item]);
  return (
    <Card title={t(norm ? "benchmark.edit_title" : "benchmark.add_title")} summary={t("benchmark.add_sub")}>
      <form className="zero-form" onSubmit={submit} data-testid="norm-form">
        <div className="zero-fields">
          {field("name_zh", { required: true, maxLength: 200 })}
          {field("name_en", { required: true, maxLength: 200 })}
          <Choice
            id={`${id}-kind`}
            label={t("benchmark.field.kind")}
            value={kind}
            options={KINDS.map(one => [one, t(`budgets.kind.${one}`)])}
            onChange={value => setKind(value as NormWanted["kind"])}
          />
          <Choice
            id={`${id}-item`}
            label={t("benchmark.field.item")}
            value={item}
            options={[...known].map(one => [one, itemText(t, one)])}
            onChange={setItem}
          />
          <Choice
            id={`${id}-unit`}
            label={t("benchmark.field.unit")}
            value={by}
            options={units.map(one => [
              one,
              unitText(t, { kind, unit: `${TOPS[kind]}/${one}` as NormWanted["unit"] }),
            ])}
            onChange={setUnit}
          />
          {field("limit", { required: true, ...number })}
          {field("advanced", number)}
          {field("citation", { required: true, minLength: 3, maxLength: 1000 })}
          {field("valid_from", { type: "date", required: true })}
          {field("valid_to", { type: "date" })}
          {field("note", { maxLength: 1000 })}
        </div>
        {saving.error && <Problem error={saving.error} />}
        <p className="row-actions">
          <button
            type="submit"
            className="button primary"
            disabled={saving.isPending}
            data-testid="norm-save"
          >
            {t("benchmark.save")}
          </button>{" "}
          <button type="button" className="button" onClick={onDone}>
            {t("app.close")}
          </button>
        </p>
      </form>
    </Card>
  );
}

/** A code that no other norm has, from the English name. */
function free(name: string, taken: readonly string[]): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50);
  const base = plain.length > 1 ? plain : "norm";
  let code = base;
  for (let n = 2; taken.includes(code); n++) code = `${base}-${n}`;
  return code;
}

function Choice({
  id,
  label,
  value,
  options,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  options: readonly (readonly string[])[];
  onChange: (value: string) => void;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={event => onChange(event.target.value)}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
