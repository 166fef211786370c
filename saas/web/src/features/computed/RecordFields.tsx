import { useTranslation } from "react-i18next";
import type { Choices } from "../../api/activity";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { Segmented } from "../../ui/Segmented";
import { stateText } from "../meters/Conversions";
import { STATES } from "./conversion-form";
import { itemsOf, made, PRODUCT, RECORDS, type RecordForm } from "./record-form";

interface Props {
  form: RecordForm;
  isNew: boolean;
  canEdit: boolean;
  choices: Choices;
  format: Format;
  itemName: (code: string) => string;
  onChange: (form: RecordForm) => void;
}

/** Of which reports the point is made. */
export function RecordFields({ form, isNew, canEdit, choices, format, itemName, onChange }: Props) {
  const { t } = useTranslation();
  const change = (changed: Partial<RecordForm>) => onChange(made({ ...form, ...changed }, choices.items));
  return (
    <Card title={t("recorded.what")} summary={t(`recorded.kind_hint.${form.records}`)}>
      {isNew && canEdit ? (
        <Segmented
          label={t("recorded.what")}
          value={form.records}
          options={RECORDS.map(value => ({ value, label: t(`recorded.kind.${value}`) }))}
          onChange={records => change({ records })}
        />
      ) : (
        <span className="chip">{t(`recorded.kind.${form.records}`)}</span>
      )}
      <div className="side-fields record-fields">
        {form.records === "output" ? (
          <div className="field">
            <label htmlFor="record-item">{t("activity.product_code")}</label>
            <input
              id="record-item"
              value={form.item.slice(PRODUCT.length)}
              maxLength={40}
              readOnly={!canEdit || !isNew}
              autoComplete="off"
              aria-describedby="record-item-hint"
              onChange={event => change({ item: PRODUCT + event.target.value })}
              data-testid="field-item"
            />
            <p className="note" id="record-item-hint">
              {t("recorded.product_hint")}
            </p>
          </div>
        ) : (
          <div className="field">
            <label htmlFor="record-item">{t("activity.item")}</label>
            <select
              id="record-item"
              value={form.item}
              disabled={!canEdit || !isNew}
              onChange={event => change({ item: event.target.value })}
              data-testid="field-item"
            >
              {itemsOf(form.records, choices.items).map(item => (
                <option key={item.code} value={item.code}>
                  {itemName(item.code)}
                </option>
              ))}
            </select>
          </div>
        )}
        {form.records === "bills" && (
          <div className="field">
            <label htmlFor="record-account">{t("activity.account")}</label>
            <input
              id="record-account"
              value={form.account}
              maxLength={60}
              readOnly={!canEdit}
              autoComplete="off"
              aria-describedby="record-account-hint"
              onChange={event => change({ account: event.target.value })}
              data-testid="field-account"
            />
            <p className="note" id="record-account-hint">
              {t("recorded.account_hint")}
            </p>
          </div>
        )}
        {form.quantity === "volume" && form.records === "bills" && (
          <div className="field">
            <label htmlFor="record-state">{t("converted.reference_state")}</label>
            <select
              id="record-state"
              value={form.reference_state}
              disabled={!canEdit || !isNew}
              onChange={event => change({ reference_state: event.target.value })}
            >
              {STATES.map(state => (
                <option key={state} value={state}>
                  {stateText(state, format)}
                </option>
              ))}
            </select>
            <p className="note">{t("converted.reference_state_hint")}</p>
          </div>
        )}
      </div>
    </Card>
  );
}
