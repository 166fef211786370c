import { useTranslation } from "react-i18next";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { PointPicker } from "../../ui/PointPicker";
import { Segmented } from "../../ui/Segmented";
import { stateText } from "../meters/Conversions";
import {
  type ConversionForm,
  fieldsOf,
  gaugesOf,
  type Input,
  KINDS,
  ofKind,
  type Setting,
  STATES,
  wantedFor,
} from "./conversion-form";

export interface FieldsProps {
  form: ConversionForm;
  isNew: boolean;
  canEdit: boolean;
  format: Format;
  /** The field that the server finds wrong. */
  wrong: string | null;
  onChange: (form: ConversionForm) => void;
}

/** What is converted into what, with which gauges, and what stands in while they are silent. */
export function ConversionFields(props: FieldsProps) {
  const { form, isNew, canEdit, format, wrong, onChange } = props;
  const { t } = useTranslation();
  const picker = (field: Input) => (
    <div key={field} className="optional-pick">
      <PointPicker
        label={t(`converted.${field}`)}
        wanted={wantedFor(field, form.kind)}
        except={[form.code]}
        value={form[field]}
        onChange={(code, { carrier }) =>
          onChange({ ...form, [field]: code, ...(field === "amount" && { carrier }) })
        }
        format={format}
        isWrong={wrong === field}
        hint={t(`converted.${field}_hint`)}
        testId={`converted-${field}`}
        isDisabled={!canEdit}
      />
      {field !== "amount" && form[field] && canEdit && (
        <button
          type="button"
          className="quiet"
          onClick={() => onChange({ ...form, [field]: "" })}
          aria-label={t("computed.remove_of", { name: t(`converted.${field}`) })}
        >
          ×
        </button>
      )}
    </div>
  );
  return (
    <>
      <Card title={t("converted.what")} summary={t(`converted.kind_hint.${form.kind}`)}>
        {isNew && canEdit ? (
          <Segmented
            label={t("converted.what")}
            value={form.kind}
            options={KINDS.map(value => ({ value, label: t(`conversion.kind.${value}`) }))}
            onChange={kind => onChange(ofKind(form, kind))}
          />
        ) : (
          <span className="chip">{t(`conversion.kind.${form.kind}`)}</span>
        )}
        <div className="conversion-fields">
          {picker("amount")}
          {gaugesOf(form.kind).map(picker)}
        </div>
      </Card>
      <Card title={t("converted.how")} summary={t("converted.how_hint")}>
        <div className="conversion-fields">
          {fieldsOf(form).map(field => (
            <Parameter key={field} field={field} {...props} />
          ))}
        </div>
      </Card>
    </>
  );
}

function Parameter({
  field,
  form,
  isNew,
  canEdit,
  format,
  wrong,
  onChange,
}: FieldsProps & { field: Setting }) {
  const { t } = useTranslation();
  const options: Partial<Record<Setting, [string, string][]>> = {
    pressure_is: [
      ["gauge", t("converted.gauge")],
      ["absolute", t("converted.absolute")],
    ],
    basis: [
      ["less_feed", t("converted.less_feed")],
      ["full", t("converted.full")],
    ],
    reference_state: STATES.map(state => [state, stateText(state, format)]),
  };
  const given = options[field];
  const common = {
    id: `converted-${field}`,
    value: form[field],
    "aria-invalid": wrong === field,
    "aria-describedby": `converted-${field}-hint`,
    "data-testid": `converted-${field}`,
  };
  return (
    <div className="field">
      <label htmlFor={common.id}>{t(`converted.${field}`)}</label>
      {given ? (
        <select
          {...common}
          disabled={!canEdit || (field === "reference_state" && !isNew)}
          onChange={event => onChange({ ...form, [field]: event.target.value })}
        >
          {given.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          readOnly={!canEdit}
          onChange={event => onChange({ ...form, [field]: event.target.value })}
        />
      )}
      <p className={wrong === field ? "field-fault" : "note"} id={`converted-${field}-hint`}>
        {t(`converted.${field}_hint`)}
      </p>
    </div>
  );
}
