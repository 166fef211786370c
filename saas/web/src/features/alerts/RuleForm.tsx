import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type AlertChoice,
  type AlertRule,
  type AlertSeverity,
  type AlertTemplateInfo,
  type AlertWanted,
  addAlertRule,
  changeAlertRule,
  getAlertReceivers,
  tryAlertRule,
} from "../../api/alerts";
import type { Format } from "../../lib/format";
import { usePark } from "../../lib/park";
import { useNamed } from "../../lib/useNamed";
import { PointPicker, type WantedPoints } from "../../ui/PointPicker";
import { Problem } from "../../ui/Problem";
import { Trial } from "./Trial";

const SEVERITIES: AlertSeverity[] = ["error", "warning", "information"];

type Wanted = Required<AlertWanted>;

/** What a rule says, without what the server adds. */
export function wantedOf(rule: AlertRule): Wanted {
  const { template, name, severity, threshold, minutes, subjects, receivers, enabled } = rule;
  return {
    template,
    name,
    severity,
    threshold: threshold ?? null,
    minutes: minutes ?? null,
    subjects,
    receivers,
    enabled,
  };
}

const fresh = (info: AlertTemplateInfo): Wanted => ({
  template: info.template,
  name: "",
  severity: info.severity,
  threshold: info.threshold,
  minutes: info.minutes,
  subjects: [],
  receivers: [],
  enabled: true,
});

interface Props {
  info: AlertTemplateInfo;
  rule: AlertRule | null;
  choices: AlertChoice[];
  format: Format;
  onAdded: () => void;
  onDone: () => void;
}

/** A rule's numbers, what it is about, and what it would have told last week. */
export function RuleForm({ info, rule, choices, format, onAdded, onDone }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const id = useId();
  const [wanted, setWanted] = useState<Wanted>(rule ? wantedOf(rule) : fresh(info));
  const change = (changed: Partial<Wanted>) => {
    setWanted(old => ({ ...old, ...changed }));
    trying.reset();
  };
  const trying = useMutation({ mutationFn: () => tryAlertRule(park.code, wanted) });
  const saving = useMutation({
    mutationFn: async () => {
      if (rule) await changeAlertRule(park.code, rule.id, wanted);
      else await addAlertRule(park.code, wanted);
    },
    onSuccess: async () => {
      // Before anything is waited for: the address may be another one by then.
      if (!rule) onAdded();
      await client.invalidateQueries({ queryKey: ["alert-rules", park.code] });
      onDone();
    },
  });
  return (
    <form
      className="card form alert-form"
      aria-labelledby={`${id}-title`}
      onSubmit={event => {
        event.preventDefault();
        saving.mutate();
      }}
      data-testid="rule-form"
    >
      <h2 id={`${id}-title`}>{t(`alerts.template_${info.template}`)}</h2>
      <p className="note">{t(`alerts.about_${info.template}`)}</p>
      <div className="alert-fields">
        {info.threshold !== null && (
          <label>
            {t(`alerts.limit_${info.template as "demand"}`)}
            <input
              type="number"
              min={0}
              step="any"
              required
              value={wanted.threshold ?? ""}
              onChange={event =>
                change({ threshold: event.target.value === "" ? null : Number(event.target.value) })
              }
              data-testid="rule-threshold"
            />
          </label>
        )}
        {info.minutes !== null && (
          <label>
            {t(info.template === "quarantine" ? "alerts.within_minutes" : "alerts.after_minutes")}
            <input
              type="number"
              min={1}
              max={43_200}
              required
              value={wanted.minutes ?? ""}
              onChange={event =>
                change({ minutes: event.target.value === "" ? null : Number(event.target.value) })
              }
              data-testid="rule-minutes"
            />
          </label>
        )}
        <label>
          {t("health.severity")}
          <select
            value={wanted.severity}
            onChange={event => change({ severity: event.target.value as AlertSeverity })}
          >
            {SEVERITIES.map(one => (
              <option key={one} value={one}>
                {t(`health.severity_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("alerts.rule_name")}
          <input
            value={wanted.name}
            maxLength={120}
            placeholder={t(`alerts.template_${info.template}`)}
            onChange={event => change({ name: event.target.value })}
          />
        </label>
      </div>
      {info.of === "point" && (
        <Points codes={wanted.subjects} format={format} onChange={subjects => change({ subjects })} />
      )}
      {(info.of === "enterprise" || info.of === "edge") && (
        <Subjects
          label={t(`alerts.of_${info.of}`)}
          choices={choices.filter(one => one.kind === info.of)}
          codes={wanted.subjects}
          format={format}
          onChange={subjects => change({ subjects })}
        />
      )}
      <Told ids={wanted.receivers} onChange={receivers => change({ receivers })} />
      {(trying.error ?? saving.error) && <Problem error={trying.error ?? saving.error} />}
      {trying.data && <Trial found={trying.data} info={info} choices={choices} format={format} />}
      <div className="alert-acts">
        <button
          type="button"
          className="button"
          disabled={trying.isPending}
          onClick={() => trying.mutate()}
          data-testid="rule-try"
        >
          {t(trying.isPending ? "alerts.trying" : "alerts.try")}
        </button>
        <button type="submit" className="button primary" disabled={saving.isPending} data-testid="rule-save">
          {t("alerts.save")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("alerts.cancel")}
        </button>
      </div>
    </form>
  );
}

/** Who is told beside the inbox. */
function Told({ ids, onChange }: { ids: number[]; onChange: (ids: number[]) => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const found = useQuery({
    queryKey: ["alert-receivers", park.code],
    queryFn: () => getAlertReceivers(park.code),
  });
  const receivers = found.data?.receivers ?? [];
  return (
    <fieldset className="alert-subjects">
      <legend>{t("alerts.tell")}</legend>
      {receivers.length === 0 && <span className="note">{t("alerts.tell_nobody")}</span>}
      {receivers.map(one => (
        <label key={one.id}>
          <input
            type="checkbox"
            checked={ids.includes(one.id)}
            onChange={event =>
              onChange(event.target.checked ? [...ids, one.id] : ids.filter(id => id !== one.id))
            }
          />{" "}
          {one.name}
        </label>
      ))}
    </fieldset>
  );
}

interface SubjectsProps {
  label: string;
  choices: AlertChoice[];
  codes: string[];
  format: Format;
  onChange: (codes: string[]) => void;
}

function Subjects({ label, choices, codes, format, onChange }: SubjectsProps) {
  return (
    <fieldset className="alert-subjects">
      <legend>{label}</legend>
      {choices.map(({ code, ...names }) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={codes.includes(code)}
            onChange={event =>
              onChange(event.target.checked ? [...codes, code] : codes.filter(one => one !== code))
            }
          />{" "}
          {format.name(names)}
        </label>
      ))}
    </fieldset>
  );
}

const MEASURED: WantedPoints = { kind: ["register", "interval", "gauge"] };

interface PointsProps {
  codes: string[];
  format: Format;
  onChange: (codes: string[]) => void;
}

function Points({ codes, format, onChange }: PointsProps) {
  const { t } = useTranslation();
  const known = useNamed(codes);
  const nameOf = (code: string) => {
    const point = known.get(code);
    return point ? format.name(point) : code;
  };
  return (
    <div className="alert-subjects">
      <PointPicker
        label={t("alerts.of_point")}
        wanted={MEASURED}
        except={codes}
        value=""
        onChange={code => onChange([...codes, code])}
        format={format}
        testId="rule-point"
      />
      {codes.map(code => (
        <span key={code} className="chip">
          {nameOf(code)}{" "}
          <button
            type="button"
            className="chip-remove"
            onClick={() => onChange(codes.filter(one => one !== code))}
            aria-label={t("alerts.leave_out", { name: nameOf(code) })}
          >
            ×
          </button>
        </span>
      ))}
    </div>
  );
}
