import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../../api/devices";
import { getPoints } from "../../../api/meters";
import { useLanguage } from "../../../app/preferences";
import { useFormat } from "../../../lib/format";
import { useLabels } from "../../../lib/labels";
import { usePark } from "../../../lib/park";
import { useEnterprises } from "../../../lib/useEnterprises";
import { PointPicker, type WantedPoints } from "../../../ui/PointPicker";
import { type Draft, type FieldName, mostPower, pointsOf } from "./draft";
import { Field, Input } from "./Field";
import { Multiplier } from "./Multiplier";
import { PointRows } from "./PointRows";
import { CARRIERS, type Carrier, REFERENCE_STATES } from "./templates";

export interface FieldsProps {
  draft: Draft;
  /** The code that it gets. */
  code: string;
  fault: (place: FieldName) => string | undefined;
  hints: Map<FieldName, FieldProblem>;
  onChange: (change: Partial<Draft>) => void;
}

/** Everything that is asked of a new meter. */
export function MeterFields(props: FieldsProps) {
  const { draft, code, fault, onChange } = props;
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  return (
    <>
      <section className="card connect-form" aria-label={t("connect.the_meter")}>
        <h3>{t("connect.the_meter")}</h3>
        <div className="fields">
          <Who {...props} />
        </div>
      </section>
      <section className="card connect-form" aria-label={t("connect.the_values")}>
        <h3>{t("connect.the_values")}</h3>
        <div className="fields">
          <PointRows draft={draft} code={code} fault={fault} onChange={points => onChange({ points })} />
          <Multiplier draft={draft} fault={fault("multiplier")} format={format} onChange={onChange} />
          <Limits {...props} />
        </div>
      </section>
    </>
  );
}

function Who({ draft, code, fault, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const isZh = useLanguage() === "zh-CN";
  const owned = useEnterprises();
  return (
    <>
      <Field id="connect-name" label={t("connect.name")} hint={t("connect.name_hint")} fault={fault("name")}>
        <Input
          id="connect-name"
          required
          value={draft.name}
          fault={fault("name")}
          onValue={name => onChange({ name })}
        />
      </Field>
      <Field
        id="connect-name-other"
        label={t(isZh ? "connect.name_en" : "connect.name_zh")}
        hint={t("connect.name_other_hint")}
      >
        <Input
          id="connect-name-other"
          value={draft.nameOther}
          onValue={nameOther => onChange({ nameOther })}
        />
      </Field>
      <Field id="connect-carrier" label={t("live.carrier")} hint={t("connect.carrier_hint")}>
        <select
          id="connect-carrier"
          value={draft.carrier}
          aria-describedby="connect-carrier-hint"
          onChange={event => {
            const carrier = event.target.value as Carrier;
            const ratio = draft.ratio === "transformers" && carrier !== "electricity" ? "one" : draft.ratio;
            onChange({ carrier, ratio, points: pointsOf(carrier), parent: "" });
          }}
          data-testid="connect-carrier"
        >
          {(Object.keys(CARRIERS) as Carrier[]).map(carrier => (
            <option key={carrier} value={carrier}>
              {label("carrier", carrier)}
            </option>
          ))}
        </select>
      </Field>
      {role !== "enterprise" && (
        <Field id="connect-enterprise" label={t("live.enterprise")} fault={fault("enterprise")}>
          <select
            id="connect-enterprise"
            value={draft.enterprise}
            onChange={event => onChange({ enterprise: event.target.value })}
            data-testid="connect-enterprise"
          >
            <option value="">{t("meters.of_the_park")}</option>
            {owned.data?.enterprises.map(item => (
              <option key={item.code} value={item.code}>
                {format.name(item)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field id="connect-code" label={t("edges.code")} hint={t("connect.code_hint")} fault={fault("code")}>
        <Input
          id="connect-code"
          value={draft.code}
          placeholder={code}
          autoCapitalize="none"
          spellCheck={false}
          fault={fault("code")}
          onValue={value => onChange({ code: value.trim() })}
        />
      </Field>
      <Field
        id="connect-serial"
        label={t("meters.serial")}
        hint={t("connect.serial_hint")}
        fault={fault("serial")}
      >
        <Input
          id="connect-serial"
          value={draft.serial}
          fault={fault("serial")}
          onValue={serial => onChange({ serial })}
        />
      </Field>
    </>
  );
}

function Limits({ draft, fault, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const { rate } = CARRIERS[draft.carrier];
  const most = mostPower(draft);
  const wanted: WantedPoints = { carrier: draft.carrier, kind: ["register"] };
  const above = useQuery({
    queryKey: ["points", park.code, "some", wanted],
    queryFn: () => getPoints(park.code, { ...wanted, limit: 1 }),
  });
  return (
    <>
      <Field
        id="connect-largest"
        label={t("connect.largest", { unit: rate })}
        hint={
          most !== null && !draft.largest ? (
            <>
              {t("connect.largest_hint")}{" "}
              <button
                type="button"
                className="quiet connect-inline"
                onClick={() => onChange({ largest: String(most) })}
              >
                {t("connect.largest_take", { most: format.plain(most), unit: rate })}
              </button>
            </>
          ) : (
            t("connect.largest_hint")
          )
        }
        fault={fault("largest")}
      >
        <Input
          id="connect-largest"
          inputMode="decimal"
          value={draft.largest}
          fault={fault("largest")}
          onValue={largest => onChange({ largest })}
        />
      </Field>
      <Field
        id="connect-period"
        label={t("connect.period")}
        hint={t("connect.period_hint")}
        fault={fault("period")}
      >
        <Input
          id="connect-period"
          inputMode="numeric"
          value={draft.period}
          fault={fault("period")}
          onValue={period => onChange({ period })}
        />
      </Field>
      {draft.carrier === "natural_gas" && (
        <Field
          id="connect-state"
          label={label("meter_column", "reference_state")}
          hint={t("connect.state_hint")}
          fault={fault("referenceState")}
        >
          <select
            id="connect-state"
            value={draft.referenceState}
            onChange={event => onChange({ referenceState: event.target.value })}
          >
            {REFERENCE_STATES.map(state => (
              <option key={state} value={state}>
                {state.replace("_", ", ").replace("K", " K").replace("kPa", " kPa")}
              </option>
            ))}
          </select>
        </Field>
      )}
      {above.data && above.data.points.length > 0 && (
        <PointPicker
          label={t("connect.parent")}
          wanted={wanted}
          value={draft.parent}
          onChange={parent => onChange({ parent })}
          format={format}
          hint={fault("parent") ?? t("connect.parent_hint")}
          isWrong={fault("parent") !== undefined}
          testId="connect-parent"
        />
      )}
    </>
  );
}
