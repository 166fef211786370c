import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { type PointLife, previewEvent, recordEvent, uploadEvidence } from "../../api/meters";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Empty } from "../../ui/Empty";
import { Problem } from "../../ui/Problem";
import { EventFields } from "./EventFields";
import { type EventForm, type EventKind, eventOf, type Field, faultsOf, formOf, kindsOf } from "./event-form";
import { usePoint } from "./MeterPage";
import { PreviewView } from "./PreviewView";
import { WizardSteps } from "./WizardSteps";
import "../../styles/meters.css";

/** What happened to the meter, step by step: what, the facts, what it changes, done. */
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
        <h1>{t("wizard.title")}</h1>
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
      {query.data && role !== "verifier" && <Wizard life={query.data} back={back} />}
    </div>
  );
}

function Wizard({ life, back }: { life: PointLife; back: string }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const format = useFormat(park.timezone);
  const [parameters, setParameters] = useSearchParams();
  const { point } = life;
  const kinds = kindsOf(point);
  const kind = kinds.find(item => item === parameters.get("kind")) ?? kinds[0] ?? "replace";
  const [now] = useState(Date.now);
  const [step, setStep] = useState(0);
  const [form, setForm] = useState(() => formOf(point, now, park.timezone));
  const [file, setFile] = useState<File | null>(null);
  const [faults, setFaults] = useState<Field[]>([]);
  const trying = useMutation({
    mutationFn: () => previewEvent(park.code, point.code, eventOf(kind, form, point, park.timezone, null)),
  });
  const recording = useMutation({
    mutationFn: async () => {
      const evidence = file ? (await uploadEvidence(park.code, file, point.enterprise)).id : null;
      return recordEvent(park.code, point.code, eventOf(kind, form, point, park.timezone, evidence));
    },
    onSuccess: async () => {
      setStep(3);
      for (const key of ["point", "series", "meters"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
    },
  });
  const change = (changed: Partial<EventForm>) => {
    setForm({ ...form, ...changed });
    setFaults(faults.filter(field => !(field in changed)));
  };
  const toPreview = () => {
    const found = faultsOf(kind, form, park.timezone, Date.now());
    setFaults(found);
    const first = found[0];
    if (first) return document.getElementById(first)?.focus();
    recording.reset();
    trying.mutate();
    setStep(2);
  };
  const titles = [t("wizard.what"), t("wizard.facts"), t("wizard.preview"), t("wizard.done")];
  return (
    <section className="card wizard" data-testid="wizard">
      <WizardSteps titles={titles} at={step} />
      {step === 0 && (
        <WhatStep
          kinds={kinds}
          kind={kind}
          onKind={chosen => setParameters({ kind: chosen }, { replace: true })}
          onNext={() => setStep(1)}
        />
      )}
      {step === 1 && (
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault();
            toPreview();
          }}
        >
          <EventFields
            kind={kind}
            form={form}
            point={point}
            faults={faults}
            onChange={change}
            file={file}
            onFile={setFile}
          />
          <Buttons onBack={() => setStep(0)} next={t("wizard.to_preview")} />
        </form>
      )}
      {step === 2 && (
        <>
          <p className="note">{t("wizard.preview_hint")}</p>
          {trying.isPending && <div className="skeleton rows-skeleton" />}
          {(trying.error ?? recording.error) && <Problem error={trying.error ?? recording.error} />}
          {trying.data && <PreviewView preview={trying.data} baseUnit={life.base_unit} format={format} />}
          <Buttons
            onBack={() => setStep(1)}
            next={recording.isPending ? t("wizard.recording") : t("wizard.record")}
            isBusy={!trying.data || recording.isPending}
            onNext={() => recording.mutate()}
          />
        </>
      )}
      {step === 3 && <Done back={back} kind={kind} />}
    </section>
  );
}

interface WhatProps {
  kinds: EventKind[];
  kind: EventKind;
  onKind: (kind: EventKind) => void;
  onNext: () => void;
}

function WhatStep({ kinds, kind, onKind, onNext }: WhatProps) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        onNext();
      }}
    >
      <fieldset className="kinds">
        <legend className="sr-only">{t("wizard.what")}</legend>
        {kinds.map(item => (
          <label key={item} className="kind">
            <input
              type="radio"
              name="kind"
              value={item}
              checked={item === kind}
              onChange={() => onKind(item)}
              data-testid={`kind-${item}`}
            />
            <span>
              <strong>{label("event", item)}</strong>
              <span className="term-sub">
                {t(item === "multiplier" ? "wizard.multiplier_kind_hint" : `wizard.${item}_hint`)}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <Buttons next={t("wizard.next")} />
    </form>
  );
}

function Done({ back, kind }: { back: string; kind: EventKind }) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    <>
      <p role="status" data-testid="wizard-done">
        {t("wizard.recorded", { what: label("event", kind) })}
      </p>
      <p className="note">{t("wizard.recorded_hint")}</p>
      <p className="wizard-buttons">
        <Link className="button primary" to={back} data-testid="wizard-back-to-meter">
          {t("wizard.to_meter")}
        </Link>
      </p>
    </>
  );
}

interface ButtonsProps {
  onBack?: () => void;
  next: string;
  onNext?: () => void;
  isBusy?: boolean;
}

export function Buttons({ onBack, next, onNext, isBusy = false }: ButtonsProps) {
  const { t } = useTranslation();
  return (
    <p className="wizard-buttons">
      {onBack && (
        <button type="button" className="button" onClick={onBack} data-testid="wizard-back">
          {t("wizard.back")}
        </button>
      )}
      <button
        type={onNext ? "button" : "submit"}
        className="button primary"
        disabled={isBusy}
        onClick={onNext}
        data-testid="wizard-next"
      >
        {next}
      </button>
    </p>
  );
}
