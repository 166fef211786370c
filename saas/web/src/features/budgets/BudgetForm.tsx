import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type BudgetKind,
  type BudgetLine,
  type BudgetProposal,
  type BudgetWanted,
  proposeBudget,
  saveBudget,
} from "../../api/budgets";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { amount } from "./words";

const KINDS: BudgetKind[] = ["carbon", "energy", "electricity"];
const BASES = ["last_twelve_months", "last_year", "entered"] as const;
const SHAPES = ["last_twelve_months", "last_year", "days"] as const;

interface Props {
  kind: BudgetKind;
  year: number;
  owner: string | null;
  lines: readonly BudgetLine[];
  isOwn: boolean;
  format: Format;
  onDone: () => void;
}

/** Set a budget: first what it would be, month by month, then put it in force. */
export function BudgetForm({ kind: first, year, owner: whose, lines, isOwn, format, onDone }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [kind, setKind] = useState<BudgetKind>(first);
  const [owner, setOwner] = useState(whose ?? "");
  const [basis, setBasis] = useState<(typeof BASES)[number]>("entered");
  const [shape, setShape] = useState<(typeof SHAPES)[number]>("days");
  const [text, setText] = useState({ total: "", percent: "5", note: "" });
  const [months, setMonths] = useState<string[] | null>(null);
  const owners = new Map(lines.filter(line => line.enterprise !== null).map(line => [line.enterprise, line]));
  const wanted = (): BudgetWanted => ({
    kind,
    year,
    enterprise: owner || null,
    basis: months ? "entered" : basis,
    shape,
    note: text.note,
    total: basis === "entered" && !months ? Number(text.total) : null,
    months: months ? months.map(Number) : null,
    percent: basis === "entered" || months ? null : Number(text.percent),
  });
  const trying = useMutation({ mutationFn: () => proposeBudget(park.code, wanted()) });
  const saving = useMutation({
    mutationFn: () => saveBudget(park.code, wanted()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["budgets", park.code] });
      onDone();
    },
  });
  const changed = () => {
    trying.reset();
    setMonths(null);
  };
  const shown = months ? sumOf(months, trying.data) : trying.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trying.mutate();
  };
  return (
    <Card title={t("budgets.set_title", { year })} summary={t("budgets.set_sub")}>
      <form className="zero-form" onSubmit={submit} data-testid="budget-form">
        <div className="zero-fields">
          {!isOwn && (
            <Choice
              id={`${id}-owner`}
              label={t("budgets.owner")}
              value={owner}
              options={[
                ["", t("budgets.whole_park")],
                ...[...owners].map(([code, one]) => [code ?? "", format.name(one)]),
              ]}
              onChange={value => {
                setOwner(value);
                changed();
              }}
            />
          )}
          <Choice
            id={`${id}-kind`}
            label={t("budgets.what")}
            value={kind}
            options={KINDS.map(one => [one, t(`budgets.kind.${one}`)])}
            onChange={value => {
              setKind(value as BudgetKind);
              changed();
            }}
          />
          <Choice
            id={`${id}-basis`}
            label={t("budgets.basis_label")}
            value={basis}
            options={BASES.map(one => [one, t(`budgets.basis.${one}`, { year: year - 1 })])}
            onChange={value => {
              setBasis(value as (typeof BASES)[number]);
              changed();
            }}
          />
          {basis === "entered" ? (
            <>
              <Field
                id={`${id}-total`}
                label={t("budgets.total", { unit: gasText(UNITS[kind]) })}
                value={text.total}
                onChange={total => {
                  setText({ ...text, total });
                  changed();
                }}
              />
              <Choice
                id={`${id}-shape`}
                label={t("budgets.shape_label")}
                value={shape}
                options={SHAPES.map(one => [one, t(`budgets.shape.${one}`, { year: year - 1 })])}
                onChange={value => {
                  setShape(value as (typeof SHAPES)[number]);
                  changed();
                }}
              />
            </>
          ) : (
            <Field
              id={`${id}-percent`}
              label={t("budgets.percent")}
              value={text.percent}
              onChange={percent => {
                setText({ ...text, percent });
                changed();
              }}
            />
          )}
          <div className="field">
            <label htmlFor={`${id}-note`}>{t("budgets.note")}</label>
            <input
              id={`${id}-note`}
              value={text.note}
              maxLength={1000}
              onChange={event => setText({ ...text, note: event.target.value })}
            />
          </div>
        </div>
        {trying.error && <Problem error={trying.error} />}
        {shown && (
          <fieldset className="budget-months">
            <legend>
              {t("budgets.would_be", { total: amount(format, shown.total), unit: gasText(shown.unit) })}
            </legend>
            {shown.months.map((value, i) => {
              const name = format.calendarMonth(`${year}-${String(i + 1).padStart(2, "0")}`);
              return (
                <label key={name}>
                  <span>{name}</span>
                  <input
                    inputMode="decimal"
                    value={months ? months[i] : plain(value)}
                    onChange={event => {
                      const next = months ? [...months] : shown.months.map(plain);
                      next[i] = event.target.value;
                      setMonths(next);
                    }}
                  />
                </label>
              );
            })}
          </fieldset>
        )}
        {saving.error && <Problem error={saving.error} />}
        <p className="row-actions">
          <button
            type="submit"
            className={shown ? "button" : "button primary"}
            disabled={trying.isPending || (basis === "entered" && !(Number(text.total) > 0))}
            data-testid="budget-try"
          >
            {t("budgets.try")}
          </button>{" "}
          {shown && (
            <button
              type="button"
              className="button primary"
              disabled={saving.isPending || !(shown.total >= 0)}
              onClick={() => saving.mutate()}
              data-testid="budget-save"
            >
              {t("budgets.save")}
            </button>
          )}{" "}
          <button type="button" className="button" onClick={onDone}>
            {t("app.close")}
          </button>
        </p>
      </form>
    </Card>
  );
}

const UNITS: Record<BudgetKind, string> = { carbon: "t CO\u2082e", energy: "tce", electricity: "MWh" };

/** A number as one types it, with as many digits as anybody budgets. */
const plain = (value: number) => String(Number(value.toPrecision(9)));

const sumOf = (months: string[], of: BudgetProposal | undefined): BudgetProposal => ({
  unit: of?.unit ?? "",
  total: months.reduce((sum, one) => sum + Number(one), 0),
  months: months.map(Number),
});

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

function Field({
  id,
  label,
  value,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        required
        pattern="-?[0-9]*[.]?[0-9]*"
        value={value}
        onChange={event => onChange(event.target.value)}
        data-testid={id.split("-").at(-1)}
      />
    </div>
  );
}
