import { useTranslation } from "react-i18next";
import type { MeterPoint } from "../../api/meters";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { groupDecimal } from "./decimals";
import { type EventForm, type EventKind, FIELDS, type Field, isBelowLast } from "./event-form";
import { Reason } from "./Reason";

interface Props {
  kind: EventKind;
  form: EventForm;
  point: MeterPoint;
  faults: Field[];
  onChange: (change: Partial<EventForm>) => void;
  file: File | null;
  onFile: (file: File | null) => void;
}

/** The facts of an event; what is known is filled in. */
export function EventFields({ kind, form, point, faults, onChange, file, onFile }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const asks = (field: Field) => FIELDS[kind].includes(field);
  const text = (
    field: Exclude<Field, "isFinalUnknown" | "isFirstUnknown" | "reason">,
    hint?: string,
    type = "text",
  ) =>
    asks(field) && (
      <TextField
        key={field}
        id={field}
        label={t(`wizard.field.${field}`)}
        hint={hint}
        type={type}
        value={form[field]}
        isWrong={faults.includes(field)}
        onChange={value => onChange({ [field]: value })}
      />
    );
  const last = point.last?.value;
  const lastHint =
    last && point.last
      ? t("wizard.last_hint", { value: groupDecimal(last), time: format.dateTime(point.last.time) })
      : t("wizard.no_last");
  return (
    <div className="fields">
      {text("time", t("wizard.time_hint", { zone: park.timezone }), "datetime-local")}
      {asks("finalIndex") && (
        <IndexField
          id="finalIndex"
          label={t("wizard.field.finalIndex")}
          hint={lastHint}
          value={form.finalIndex}
          isUnknown={form.isFinalUnknown}
          isWrong={faults.includes("finalIndex")}
          onChange={value => onChange({ finalIndex: value })}
          onUnknown={value => onChange({ isFinalUnknown: value })}
          warning={
            isBelowLast(kind, form, point) ? t("wizard.below_last", { value: groupDecimal(last ?? "") }) : ""
          }
        />
      )}
      {asks("firstIndex") && (
        <IndexField
          id="firstIndex"
          label={t("wizard.field.firstIndex")}
          hint={t("wizard.first_hint")}
          value={form.firstIndex}
          isUnknown={form.isFirstUnknown}
          isWrong={faults.includes("firstIndex")}
          onChange={value => onChange({ firstIndex: value })}
          onUnknown={value => onChange({ isFirstUnknown: value })}
          warning=""
        />
      )}
      {text("serial")}
      {text("multiplier", t("wizard.multiplier_hint"))}
      {text("digits", t("wizard.digits_hint"))}
      {text("index", t("wizard.index_hint"))}
      {text("accuracyClass", t("wizard.accuracy_hint"))}
      {text("errorPercent")}
      {text("certificate")}
      {text("validTo", undefined, "date")}
      <Reason
        reason={form.reason}
        onReason={reason => onChange({ reason })}
        file={file}
        onFile={onFile}
        isWrong={faults.includes("reason")}
      />
    </div>
  );
}

interface TextProps {
  id: string;
  label: string;
  hint?: string | undefined;
  type?: string;
  value: string;
  isWrong: boolean;
  onChange: (value: string) => void;
}

export function TextField({ id, label, hint, type = "text", value, isWrong, onChange }: TextProps) {
  const { t } = useTranslation();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        step={type === "datetime-local" ? 1 : undefined}
        value={value}
        maxLength={100}
        autoComplete="off"
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        onChange={event => onChange(event.target.value)}
        data-testid={`field-${id}`}
      />
      <p className={isWrong ? "field-fault" : "note"} id={`${id}-hint`}>
        {isWrong ? t("wizard.field_fault") : hint}
      </p>
    </div>
  );
}

interface IndexProps extends TextProps {
  isUnknown: boolean;
  onUnknown: (isUnknown: boolean) => void;
  warning: string;
}

/** An index, or that nobody wrote it down. */
function IndexField({
  id,
  label,
  hint,
  value,
  isUnknown,
  isWrong,
  onChange,
  onUnknown,
  warning,
}: IndexProps) {
  const { t } = useTranslation();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        value={isUnknown ? "" : value}
        disabled={isUnknown}
        autoComplete="off"
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        onChange={event => onChange(event.target.value)}
        data-testid={`field-${id}`}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={isUnknown}
          onChange={event => onUnknown(event.target.checked)}
          data-testid={`unknown-${id}`}
        />
        {t("wizard.unknown")}
      </label>
      <p
        className={isWrong ? "field-fault" : warning ? "field-warning" : "note"}
        id={`${id}-hint`}
        role={warning ? "status" : undefined}
        data-testid={warning ? "below-last" : undefined}
      >
        {isWrong ? t("wizard.field_fault") : isUnknown ? t("wizard.unknown_hint") : warning || hint}
      </p>
    </div>
  );
}
