import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Plan, PlanPoint, PlanSource } from "../../api/plan";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Card } from "../../ui/Card";
import { Scroll } from "../meter-health/Scroll";
import { NoteForm } from "./NoteForm";

const OF_SOURCE = [
  "responsible",
  "missing_data",
  "equity_percent",
  "operational_control",
  "financial_control",
  "note",
] as const;
const OF_POINT = [
  "ct_class",
  "vt_class",
  "uncertainty_percent",
  "estimate_percent",
  "energy_role",
  "missing_data",
  "responsible",
  "note",
] as const;
const OF_FACTOR = ["uncertainty_percent", "note"] as const;

interface Props {
  plan: Plan;
  mayEdit: boolean;
  format: Format;
}

/** Each source with its factor and its meters; a row opens what people filled in. */
export function PlanTable({ plan, mayEdit, format }: Props) {
  const { t } = useTranslation();
  return (
    <Card title={t("plan.sources")} summary={t("plan.sources_hint")}>
      <Scroll label={t("plan.sources")}>
        <table className="table plan-table" data-testid="plan-table">
          <thead>
            <tr>
              <th scope="col">{t("plan.source")}</th>
              <th scope="col">{t("plan.instrument")}</th>
              <th scope="col">{t("plan.accuracy")}</th>
              <th scope="col">{t("plan.calibration")}</th>
              <th scope="col">{t("plan.frequency")}</th>
              <th scope="col">{t("plan.field_responsible")}</th>
              <th scope="col">
                <span className="sr-only">{t("plan.edit")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.sources.map(source => (
              <Source key={source.source} {...{ source, mayEdit, format }} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

function Source({ source, mayEdit, format }: { source: PlanSource; mayEdit: boolean; format: Format }) {
  const { t } = useTranslation();
  const label = useLabels();
  const [open, setOpen] = useState<string | null>(null);
  const toggle = (subject: string) => setOpen(open === subject ? null : subject);
  return (
    <>
      <tr className="plan-source" data-source={source.source}>
        <th scope="row">
          {format.name(source)}
          <span className="note">
            {" "}
            {label("category", source.category)} · {label("carrier", source.carrier)}
          </span>
        </th>
        <td colSpan={4}>
          <code>{source.factor}</code> {source.factor_value ?? t("plan.rule_no_factor")}{" "}
          <span className="note">{source.factor_citation}</span>
        </td>
        <td>{source.said.responsible ?? "–"}</td>
        <td className="right">
          <Opener subject={`source:${source.source}`} {...{ open, toggle }} name={format.name(source)} />
        </td>
      </tr>
      {open === `source:${source.source}` && (
        <tr>
          <td colSpan={7}>
            <p className="note">{source.citation}</p>
            <NoteForm subject={open} fields={OF_SOURCE} said={source.said} {...{ mayEdit, format }} />
            <h3 className="plan-sub">
              {t("plan.factor")} <code>{source.factor}</code>
            </h3>
            <NoteForm
              subject={`factor:${source.factor}`}
              fields={OF_FACTOR}
              said={{}}
              {...{ mayEdit, format }}
            />
          </td>
        </tr>
      )}
      {source.points.map(point => (
        <Fragment key={point.point}>
          <Point {...{ point, format, open, toggle }} />
          {open === `point:${point.point}` && (
            <tr>
              <td colSpan={7}>
                {point.limit_citation && <p className="note">{point.limit_citation}</p>}
                <NoteForm subject={open} fields={OF_POINT} said={point.said} {...{ mayEdit, format }} />
              </td>
            </tr>
          )}
        </Fragment>
      ))}
    </>
  );
}

interface PointProps {
  point: PlanPoint;
  format: Format;
  open: string | null;
  toggle: (subject: string) => void;
}

function Point({ point, format, open, toggle }: PointProps) {
  const { t } = useTranslation();
  const accuracy = point.accuracy_class
    ? `${point.accuracy_class}${point.limit_percent ? ` (±${point.limit_percent} %)` : ""}`
    : "–";
  return (
    <tr data-point={point.point} data-findings={point.findings.length}>
      <td />
      <th scope="row" className="plan-point">
        {point.weight < 0 ? "− " : ""}
        {format.name(point)}{" "}
        <span className="note">
          <code>{point.point}</code> {point.multiplier === "1" ? "" : `× ${point.multiplier}`}
        </span>
      </th>
      <td>
        {accuracy}
        {point.said.ct_class && ` · CT ${point.said.ct_class}`}
        {point.said.vt_class && ` · VT ${point.said.vt_class}`}
        {point.said.uncertainty_percent && ` · ±${point.said.uncertainty_percent} %`}
      </td>
      <td>
        {point.calibrated_to === null ? "–" : format.dateTime(point.calibrated_to).slice(0, 10)}{" "}
        <span className="note">{point.certificate}</span>
      </td>
      <td>{t("plan.every", { seconds: point.period_s })}</td>
      <td>{point.said.responsible ?? ""}</td>
      <td className="right">
        {point.findings.length > 0 && (
          <span
            className="chip chip-warn"
            title={point.findings.map(f => t(`plan.rule_${f as "no_points"}`)).join(" · ")}
          >
            {point.findings.length}
          </span>
        )}{" "}
        <Opener subject={`point:${point.point}`} {...{ open, toggle }} name={format.name(point)} />
      </td>
    </tr>
  );
}

function Opener({
  subject,
  open,
  toggle,
  name,
}: {
  subject: string;
  open: string | null;
  toggle: (subject: string) => void;
  name: string;
}) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="quiet"
      aria-expanded={open === subject}
      aria-label={t("plan.open_of", { name })}
      onClick={() => toggle(subject)}
      data-testid={`plan-open-${subject}`}
    >
      {t(open === subject ? "plan.close" : "plan.open")}
    </button>
  );
}
