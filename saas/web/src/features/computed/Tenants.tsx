import { useTranslation } from "react-i18next";
import type { Enterprise } from "../../api/enterprises";
import type { PointChoice } from "../../api/meters";
import type { Format } from "../../lib/format";
import { PointPicker } from "../../ui/PointPicker";
import { type AllocationForm, isWeight, type Tenant } from "./allocation-form";

interface Props {
  form: AllocationForm;
  enterprises: Enterprise[];
  /** The meter that is divided, once it is known. */
  shared: PointChoice | undefined;
  format: Format;
  onChange: (tenants: Tenant[]) => void;
}

const measureOf = ({ quantity, carrier }: PointChoice) => ({ quantity, carrier });

/** Who has a part, and by what. */
export function Tenants({ form, enterprises, shared, format, onChange }: Props) {
  const { t } = useTranslation();
  const { tenants, method } = form;
  const change = (index: number, changed: Partial<Tenant>) =>
    onChange(tenants.map((item, i) => (i === index ? { ...item, ...changed } : item)));
  const total = tenants.reduce((sum, item) => sum + (isWeight(item.weight) ? Number(item.weight) : 0), 0);
  const taken = new Set(tenants.map(item => item.enterprise));
  return (
    <fieldset className="tenants">
      <legend>{t("computed.tenants")}</legend>
      {tenants.map((tenant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tenant has no name before it is chosen
        <div className="tenant" key={index} data-testid="tenant">
          <div className="field">
            <label htmlFor={`tenant-${index}`}>{t("computed.tenant")}</label>
            <select
              id={`tenant-${index}`}
              value={tenant.enterprise}
              onChange={event => change(index, { enterprise: event.target.value })}
              data-testid="tenant-enterprise"
            >
              <option value="">{t("computed.choose")}</option>
              {enterprises
                .filter(item => item.code === tenant.enterprise || !taken.has(item.code))
                .map(item => (
                  <option key={item.code} value={item.code}>
                    {format.name(item)}
                  </option>
                ))}
            </select>
          </div>
          {method === "submeter" ? (
            <PointPicker
              label={t("computed.own_meter")}
              wanted={{ with_amounts: true, ...(shared && measureOf(shared)) }}
              except={[form.point]}
              // What it has to measure is not known before.
              isDisabled={!shared}
              value={tenant.submeter}
              onChange={submeter => change(index, { submeter })}
              format={format}
              testId="tenant-submeter"
            />
          ) : (
            <div className="field">
              <label htmlFor={`weight-${index}`}>{t(`computed.weight_${method}`)}</label>
              <input
                id={`weight-${index}`}
                inputMode="decimal"
                value={tenant.weight}
                maxLength={24}
                autoComplete="off"
                aria-invalid={tenant.weight !== "" && !isWeight(tenant.weight)}
                onChange={event => change(index, { weight: event.target.value })}
                data-testid="tenant-weight"
              />
            </div>
          )}
          <span className="tenant-share note">
            {method !== "submeter" &&
              total > 0 &&
              isWeight(tenant.weight) &&
              format.percent(Number(tenant.weight) / total)}
          </span>
          <button
            type="button"
            className="quiet icon"
            disabled={tenants.length === 1}
            onClick={() => onChange(tenants.filter((_, i) => i !== index))}
            aria-label={t("computed.remove_tenant", { number: index + 1 })}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        disabled={tenants.length >= enterprises.length}
        onClick={() => onChange([...tenants, { enterprise: "", weight: "", submeter: "" }])}
        data-testid="tenant-add"
      >
        {t("computed.add_tenant")}
      </button>
    </fieldset>
  );
}
