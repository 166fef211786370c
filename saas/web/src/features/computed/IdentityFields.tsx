import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getPoints } from "../../api/meters";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { useEnterprises } from "../../lib/useEnterprises";
import { UNITS, type VirtualForm } from "./virtual-form";

type Identity = Omit<VirtualForm, "expression" | "inputs">;

interface Props {
  form: Identity;
  isNew: boolean;
  canEdit: boolean;
  format: Format;
  /** Where what it measures is settled: the units there are. */
  units?: string[];
  onChange: (change: Partial<Identity>) => void;
}

/** Names, whose it is, and what it measures; only names change later: another meaning is another point. */
export function IdentityFields({ form, isNew, canEdit, format, units: told, onChange }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const { park, role } = usePark();
  const owned = useEnterprises();
  const measured = useQuery({
    queryKey: ["points", park.code, "carriers"],
    queryFn: async () => (await getPoints(park.code, { limit: 1 })).carriers,
  });
  const carriers = [...new Set([...(measured.data ?? []), form.carrier])].sort();
  // Its code stands for the name until that is here.
  const own = form.enterprise
    ? [{ code: form.enterprise, name_zh: form.enterprise, name_en: form.enterprise }]
    : [];
  const text = (field: "code" | "name_zh" | "name_en", hint?: string) => (
    <div className="field">
      <label htmlFor={field}>{t(`computed.${field}`)}</label>
      <input
        id={field}
        value={form[field]}
        maxLength={field === "code" ? 63 : 200}
        readOnly={!canEdit || (field === "code" && !isNew)}
        autoComplete="off"
        aria-describedby={hint ? `${field}-hint` : undefined}
        onChange={event => onChange({ [field]: event.target.value })}
        data-testid={`field-${field}`}
      />
      {hint && (
        <p className="note" id={`${field}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
  const choice = (
    field: "enterprise" | "carrier" | "quantity" | "unit",
    options: [string, string][],
    isFixed = false,
  ) => (
    <div className="field">
      <label htmlFor={field}>{t(`computed.${field}`)}</label>
      <select
        id={field}
        value={form[field]}
        disabled={!canEdit || !isNew || isFixed}
        onChange={event =>
          onChange(field === "quantity" ? ofQuantity(event.target.value) : { [field]: event.target.value })
        }
        data-testid={`field-${field}`}
      >
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
  const units = told ?? UNITS[form.quantity] ?? [];
  return (
    <div className="side-fields">
      {text("name_zh")}
      {text("name_en")}
      {text("code", isNew ? t("computed.code_hint") : t("computed.fixed_hint"))}
      {choice(
        "enterprise",
        [
          ...(role === "enterprise" ? [] : ([["", t("meters.of_the_park")]] as [string, string][])),
          ...(owned.data?.enterprises ?? own).map(item => [item.code, format.name(item)] as [string, string]),
        ],
        role === "enterprise",
      )}
      {choice(
        "carrier",
        carriers.map(item => [item, label("carrier", item)]),
        told !== undefined,
      )}
      {choice(
        "quantity",
        Object.keys(UNITS).map(item => [item, label("quantity", item)]),
        told !== undefined,
      )}
      {choice(
        "unit",
        [...new Set([...units, form.unit])].map(item => [item, item]),
      )}
    </div>
  );
}

const ofQuantity = (quantity: string): Partial<Identity> => ({
  quantity,
  unit: UNITS[quantity]?.[0] ?? "1",
});
