import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PointChoice } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useNamed } from "../../lib/useNamed";
import { Card } from "../../ui/Card";
import { PointPicker } from "../../ui/PointPicker";
import { useProblemText } from "../../ui/Problem";
import { showQuantity } from "../explain/units";
import type { Formula } from "./useFormula";
import { type Input, type VirtualForm, withInput } from "./virtual-form";

interface Props {
  form: VirtualForm;
  isNew: boolean;
  canEdit: boolean;
  formula: Formula;
  format: Format;
  onChange: (change: Partial<VirtualForm>) => void;
}

const SIGNS = ["+", "\u2212", "\u00d7", "\u00f7", "(", ")"];

/** The formula with its inputs; what it gives over the last day stands below. */
export function FormulaCard({ form, isNew, canEdit, formula, format, onChange }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const insert = (text: string) => {
    const input = field.current;
    const at = input?.selectionStart ?? form.expression.length;
    const end = input?.selectionEnd ?? at;
    onChange({ expression: form.expression.slice(0, at) + text + form.expression.slice(end) });
    // The caret goes behind what was put in, once it is there.
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  return (
    <Card title={t("meter.formula")} summary={t("computed.formula_hint")}>
      <div className="formula">
        <label htmlFor="expression" className="sr-only">
          {t("meter.formula")}
        </label>
        <input
          ref={field}
          id="expression"
          className="formula-input"
          value={form.expression}
          maxLength={500}
          spellCheck={false}
          autoComplete="off"
          readOnly={!canEdit}
          placeholder={"a \u2212 0.5 \u00d7 b"}
          aria-invalid={formula.fault !== null}
          aria-describedby="formula-state"
          onChange={event => onChange({ expression: event.target.value })}
          data-testid="expression"
        />
        {canEdit && (
          <div className="formula-keys">
            {form.inputs.map(input => (
              <button
                key={input.name}
                type="button"
                className="chip chip-button"
                onClick={() => insert(input.name)}
                aria-label={t("computed.insert", { what: input.name })}
              >
                <code>{input.name}</code>
              </button>
            ))}
            {SIGNS.map(sign => (
              <button
                key={sign}
                type="button"
                className="chip chip-button"
                onClick={() => insert("()".includes(sign) ? sign : ` ${sign} `)}
                aria-label={t("computed.insert", { what: sign })}
              >
                {sign}
              </button>
            ))}
          </div>
        )}
        <State form={form} formula={formula} />
      </div>
      <Inputs {...{ form, isNew, canEdit, formula, format }} onChange={onChange} />
      <Value form={form} formula={formula} format={format} />
    </Card>
  );
}

/** Whether it fits, said while one writes. */
function State({ form, formula }: { form: VirtualForm; formula: Formula }) {
  const { t } = useTranslation();
  const fault = useProblemText(formula.fault);
  const text = formula.fault
    ? `${fault.title} ${fault.remedy}`
    : formula.isChecking
      ? t("computed.checking")
      : formula.isFit
        ? t("computed.fits", { unit: form.unit })
        : t("computed.write");
  const state = formula.fault ? "wrong" : formula.isChecking ? "checking" : formula.isFit ? "fits" : "empty";
  return (
    <p
      id="formula-state"
      role="status"
      className={formula.fault ? "field-fault" : formula.isFit ? "field-good" : "note"}
      data-testid="formula-state"
      data-state={state}
    >
      {text}
    </p>
  );
}

function Inputs({ form, isNew, canEdit, formula, format, onChange }: Props) {
  const { t } = useTranslation();
  const codes = form.inputs.map(input => input.point);
  const known = useNamed(codes);
  const change = (index: number, changed: Partial<Input>) =>
    onChange({ inputs: form.inputs.map((item, i) => (i === index ? { ...item, ...changed } : item)) });
  const sums = formula.value?.sums;
  return (
    <fieldset className="inputs">
      <legend>{t("computed.inputs")}</legend>
      {form.inputs.length > 0 && (
        <table className="table inputs-table">
          <thead>
            <tr>
              <th scope="col">{t("computed.name")}</th>
              <th scope="col">{t("meters.point")}</th>
              <th scope="col" className="right">
                {t("computed.last_day")}
              </th>
              {canEdit && (
                <th scope="col">
                  <span className="sr-only">{t("computed.remove")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {form.inputs.map((input, index) => {
              const point = known.get(input.point);
              const sum = sums?.[input.name];
              return (
                <tr key={input.point} data-testid="formula-input" data-name={input.name}>
                  <td>
                    <input
                      className="name-input"
                      value={input.name}
                      maxLength={31}
                      readOnly={!canEdit}
                      aria-label={t("computed.name_of", { name: point ? format.name(point) : input.point })}
                      onChange={event => change(index, { name: event.target.value })}
                    />
                  </td>
                  <td>
                    {point ? format.name(point) : input.point}
                    <span className="term-sub">
                      <code>{input.point}</code> · {point?.unit}
                    </span>
                  </td>
                  <td className="right nowrap">
                    {sum !== undefined && point && showQuantity(sum, baseOf(point), format)}
                  </td>
                  {canEdit && (
                    <td className="right">
                      <button
                        type="button"
                        className="quiet"
                        onClick={() => onChange({ inputs: form.inputs.filter((_, i) => i !== index) })}
                        aria-label={t("computed.remove_of", { name: input.name })}
                      >
                        ×
                      </button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {canEdit && (
        <PointPicker
          label={t("computed.add_input")}
          wanted={{ with_amounts: true }}
          except={[form.code, ...codes]}
          value=""
          onChange={(_, point) => onChange(withInput(form, point, isNew))}
          format={format}
          testId="add-input"
        />
      )}
    </fieldset>
  );
}

/** The base unit of a point's amounts: electricity is in Wh, other energy in J. */
export function baseOf(point: Pick<PointChoice, "quantity" | "carrier">): string {
  if (point.quantity === "energy") return point.carrier === "electricity" ? "Wh" : "J";
  return { volume: "mL", mass: "g", reactive_energy: "varh" }[point.quantity] ?? "1";
}

function Value({ form, formula, format }: { form: VirtualForm; formula: Formula; format: Format }) {
  const { t } = useTranslation();
  const { value } = formula;
  if (!value) return null;
  const amount = value.value === null ? null : Number(value.value);
  return (
    <div className="formula-value" data-testid="formula-value" data-value={value.value ?? ""}>
      <span className="note">
        {t("computed.gives", {
          from: format.moment(formula.from),
          to: format.moment(formula.to),
        })}
      </span>
      <strong>
        {amount === null
          ? "\u2013"
          : formula.isRatio
            ? `${format.number(amount, 6)} ${value.base}`
            : showQuantity(amount, value.base, format)}
      </strong>
      <code className="note">= {form.expression}</code>
    </div>
  );
}
