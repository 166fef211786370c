import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import {
  getSeries,
  type PointLife,
  previewCorrection,
  recordCorrection,
  uploadEvidence,
} from "../../api/meters";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import {
  type CorrectionField,
  type CorrectionForm,
  correctionFaults,
  correctionFormOf,
  correctionOf,
  rangeOfForm,
  shapeOf,
} from "./correction-form";
import { TextField } from "./EventFields";
import { Buttons } from "./EventPage";
import { usePoint } from "./MeterPage";
import { PreviewView } from "./PreviewView";
import { Reason } from "./Reason";
import { DAY_MS, HOUR_MS, QUARTER_MS } from "./spans";
import { WizardSteps } from "./WizardSteps";
import "../../styles/meters.css";

/** Another amount, or another shape, for a span of quarter hours. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const { point = "" } = useParams();
  const format = useFormat(park.timezone);
  const query = usePoint(park.code, point);
  const back = `/p/${park.code}/meters/${point}`;
  return (
    <div className="page wizard-page">
      <TopSlot>
        <h1>{t("meter.correct")}</h1>
      </TopSlot>
      <header className="page-head">
        <nav className="crumbs" aria-label={t("meter.crumbs")}>
          <Link to={`/p/${park.code}/meters`}>{t("meters.title")}</Link>
          <Link to={back}>{query.data ? format.name(query.data.point) : point}</Link>
        </nav>
      </header>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="card skeleton meters-skeleton" />}
      {role === "verifier" && <Empty title={t("app.forbidden")} hint={t("app.forbidden_hint")} />}
      {query.data && role !== "verifier" && <Correction life={query.data} back={back} />}
    </div>
  );
}

function useCorrection(life: PointLife, form: CorrectionForm, file: File | null, onDone: () => void) {
  const { park } = usePark();
  const client = useQueryClient();
  const { point } = life;
  const body = async (evidence: number | null) => {
    const range = rangeOfForm(form, park.timezone) ?? { from: 0, to: 0 };
    const week = 7 * DAY_MS;
    const before =
      form.shape === "week"
        ? await getSeries(park.code, point.code, range.from - week, range.to - week, "quarter")
        : null;
    return correctionOf(form, range, before && shapeOf(before.amounts, range), evidence);
  };
  const trying = useMutation({
    mutationFn: async () => previewCorrection(park.code, point.code, await body(null)),
  });
  const recording = useMutation({
    mutationFn: async () => {
      const evidence = file ? (await uploadEvidence(park.code, file, point.enterprise)).id : null;
      return recordCorrection(park.code, point.code, await body(evidence));
    },
    onSuccess: async () => {
      onDone();
      for (const key of ["point", "series"]) await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  return { trying, recording };
}

function Correction({ life, back }: { life: PointLife; back: string }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [parameters] = useSearchParams();
  const [now] = useState(() => Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS);
  const [form, setForm] = useState(() => {
    const to = Number(parameters.get("to")) || now;
    return correctionFormOf({ from: Number(parameters.get("from")) || to - HOUR_MS, to }, park.timezone);
  });
  const [step, setStep] = useState(0);
  const [file, setFile] = useState<File | null>(null);
  const [faults, setFaults] = useState<CorrectionField[]>([]);
  const { trying, recording } = useCorrection(life, form, file, () => setStep(2));
  const change = (changed: Partial<CorrectionForm>) => {
    setForm({ ...form, ...changed });
    setFaults(faults.filter(field => !(field in changed)));
  };
  const toPreview = () => {
    const found = correctionFaults(form, park.timezone, Date.now());
    setFaults(found);
    if (found[0]) return document.getElementById(found[0])?.focus();
    recording.reset();
    trying.mutate();
    setStep(1);
  };
  return (
    <section className="card wizard" data-testid="wizard">
      <WizardSteps titles={[t("wizard.span"), t("wizard.preview"), t("wizard.done")]} at={step} />
      {step === 0 && (
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault();
            toPreview();
          }}
        >
          <Fields
            form={form}
            faults={faults}
            unit={life.point.unit}
            onChange={change}
            file={file}
            onFile={setFile}
          />
          <Buttons next={t("wizard.to_preview")} />
        </form>
      )}
      {step === 1 && (
        <>
          <p className="note">{t("wizard.preview_hint")}</p>
          {trying.isPending && <div className="skeleton rows-skeleton" />}
          {(trying.error ?? recording.error) && <Problem error={trying.error ?? recording.error} />}
          {trying.data && <PreviewView preview={trying.data} baseUnit={life.base_unit} format={format} />}
          <Buttons
            onBack={() => setStep(0)}
            next={recording.isPending ? t("wizard.recording") : t("wizard.record")}
            isBusy={!trying.data || recording.isPending}
            onNext={() => recording.mutate()}
          />
        </>
      )}
      {step === 2 && (
        <>
          <p role="status" data-testid="wizard-done">
            {t("wizard.recorded", { what: t(`meter.${form.kind}`) })}
          </p>
          <p className="note">{t("wizard.recorded_hint")}</p>
          <p className="wizard-buttons">
            <Link className="button primary" to={back} data-testid="wizard-back-to-meter">
              {t("wizard.to_meter")}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}

interface FieldsProps {
  form: CorrectionForm;
  faults: CorrectionField[];
  unit: string;
  onChange: (change: Partial<CorrectionForm>) => void;
  file: File | null;
  onFile: (file: File | null) => void;
}

function Fields({ form, faults, unit, onChange, file, onFile }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="fields">
      <fieldset className="kinds field-wide">
        <legend className="sr-only">{t("wizard.what")}</legend>
        {(["edit", "substitute"] as const).map(kind => (
          <label key={kind} className="kind">
            <input
              type="radio"
              name="kind"
              checked={form.kind === kind}
              onChange={() => onChange({ kind })}
              data-testid={`kind-${kind}`}
            />
            <span>
              <strong>{t(`meter.${kind}`)}</strong>
              <span className="term-sub">{t(`wizard.${kind}_hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {(["from", "to"] as const).map(field => (
        <TextField
          key={field}
          id={field}
          type="datetime-local"
          label={t(`wizard.${field}`)}
          hint={t("wizard.quarter_hint")}
          value={form[field]}
          isWrong={faults.includes(field)}
          onChange={value => onChange({ [field]: value })}
        />
      ))}
      {form.kind === "edit" && (
        <TextField
          id="amount"
          label={t("wizard.amount", { unit })}
          hint={t("wizard.amount_hint")}
          value={form.amount}
          isWrong={faults.includes("amount")}
          onChange={amount => onChange({ amount })}
        />
      )}
      <div className="field">
        <label htmlFor="shape">{t("wizard.shape")}</label>
        <select
          id="shape"
          value={form.shape}
          onChange={event => onChange({ shape: event.target.value === "week" ? "week" : "even" })}
        >
          <option value="even">{t("wizard.shape_even")}</option>
          <option value="week">{t("wizard.shape_week")}</option>
        </select>
      </div>
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
